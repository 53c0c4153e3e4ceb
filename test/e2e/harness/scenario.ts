import { afterAll, beforeAll, test as jestTest } from '@jest/globals';
import { openScene, type Scene, type SceneOptions } from './scene.ts';

/** Another file of tests may be at work, the benchmarks even. */
const OPEN_LIMIT_MS = 1_800_000;
const CLOSE_LIMIT_MS = 180_000;
const TEST_LIMIT_MS = 180_000;

export interface Scenario {
  /** A test in the scene; when it fails, the ends of the product's logs are shown. */
  test(title: string, body: (scene: Scene) => Promise<void> | void, limitMs?: number): void;
}

/** The scene of a test file: opened before its first test, and taken down after the last one. */
export function scenario(title: string, options: SceneOptions = {}): Scenario {
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

/** Of several acts that failed, each is worth a word. */
function reasonsOf(error: unknown): string[] {
  if (error instanceof SuppressedError) {
    return [...reasonsOf(error.suppressed), ...reasonsOf(error.error)];
  }
  return [String(error)];
}
