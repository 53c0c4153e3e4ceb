import { SandboxFailure } from './sandbox-failure.ts';
import { findOnPath } from './toolchain/installed.ts';

/** Absolute path of a program that a Debian package of the same name brings. */
export async function requireProgram(program: string): Promise<string> {
  const file = await findOnPath(program);
  if (file !== undefined) return file;
  throw new SandboxFailure(`${program} is not on the PATH`, {
    hint: `Install the package that brings it: apt-get install ${program}`,
  });
}
