import { runProgram } from '../program.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type FakeIo, fakeIo, type FakeIoOptions } from './fake-io.ts';
import { type Route, startServer, type TestServer } from './server.ts';

export interface Outcome {
  code: ExitCode;
  out: string;
  err: string;
  asked: TestServer['asked'];
}

export interface Setup extends FakeIoOptions {
  routes?: Record<string, Route>;
  /** Called with the world of the program before it starts. */
  prepare?: (io: FakeIo) => void;
}

/** Runs one command line against a server of its own, in this process. */
export async function dray(
  args: string[],
  { routes = {}, prepare, ...options }: Setup = {},
): Promise<Outcome> {
  const server = await startServer(routes);
  const env = { DRAY_SERVER: server.url, DRAY_TOKEN: 'secret', ...options.env };
  const io = fakeIo({ ...options, env });
  prepare?.(io);
  try {
    const code = await runProgram(args, io);
    return { code, out: io.stdout(), err: io.stderr(), asked: server.asked };
  } finally {
    await server.close();
  }
}
