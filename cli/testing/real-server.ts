import type { AddressInfo } from 'node:net';
import { type RestApi, TOKEN } from '../../test/fakes/rest-api.ts';
import type { ExitCode } from '../exit-codes.ts';
import { runProgram } from '../program.ts';
import { fakeIo } from './fake-io.ts';

/** Runs one command line against a server that listens, as alice unless another token is given. */
export type Dray = (
  args: string[],
  options?: { token?: string; onWrite?: (text: string) => void },
) => Promise<{ code: ExitCode; out: string; err: string }>;

/** Has the real REST API listen on a port of its own; whoever made it closes it. */
export async function listenFor({ server }: RestApi): Promise<Dray> {
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return async (args, { token = TOKEN, onWrite } = {}) => {
    const env = {
      DRAY_SERVER: `http://127.0.0.1:${port}`,
      DRAY_TOKEN: token,
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    const io = fakeIo({ env, ...(onWrite === undefined ? {} : { onWrite }) });
    const code = await runProgram(args, io);
    return { code, out: io.stdout(), err: io.stderr() };
  };
}
