import { afterAll, beforeAll, test as jestTest } from '@jest/globals';
import { EXISTING } from './ground.ts';
import { openScene, type Scene, type SceneOptions } from './scene.ts';

/** Another file of tests may be at work, the benchmarks even. */
const OPEN_LIMIT_MS = 1_800_000;
const CLOSE_LIMIT_MS = 180_000;
const TEST_LIMIT_MS = 180_000;

export interface Scenario {
  /** A test in the scene; when it fails, the ends of the product's logs are shown. */
  test(title: string, body: (scene: Scene) => Promise<void> | void, limitMs?: number): void;
}

export interface ScenarioOptions extends SceneOptions {
  /** What it does to the sandbox that it may not do to clusters that exist: there its tests are skipped. */
  needsSandbox?: string;
}

/** The scene of a test file: opened before its first test, and taken down after the last one. */
export function scenario(title: string, options: ScenarioOptions = {}): Scenario {
  const { needsSandbox } = options;
  if (EXISTING !== undefined && needsSandbox !== undefined) return skipAll(title, needsSandbox);
  const cleanups = new AsyncDisposableStack();
  let scene: Scene | undefined;
  let told = false;
  beforeAll(async () => {
    scene = await openScene(title, options, cleanups);
  }, OPEN_LIMIT_MS);
  afterAll(async () => {
    try {
      await cleanups.disposeAsync();
    } catch (error) {
      throw new Error(`the scene is not gone: ${reasonsOf(error).join('; ')}`, { cause: error });
    }
  }, CLOSE_LIMIT_MS);
  return {
    test: (name, body, limitMs = TEST_LIMIT_MS) => {
      jestTest(
        name,
        async () => {
          if (scene === undefined) throw new Error('the scene could not be opened');
          try {
            await body(scene);
          } catch (error) {
            // What fails later mostly fails for the same reason.
            if (!told) process.stderr.write(`${name}\n${scene.product.logs()}\n`);
            told = true;
            throw error;
          }
        },
        limitMs,
      );
    },
  };
}

function skipAll(title: string, why: string): Scenario {
  process.stderr.write(`${title} is skipped: it ${why}, and the clusters are not the sandbox's.\n`);
  return { test: (name) => jestTest.skip(`${name} (skipped: ${why})`, () => undefined) };
}

/** Of several acts that failed, each is worth a word. */
function reasonsOf(error: unknown): string[] {
  if (error instanceof SuppressedError) {
    return [...reasonsOf(error.suppressed), ...reasonsOf(error.error)];
  }
  return [String(error)];
}
