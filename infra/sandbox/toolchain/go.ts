import { type LongCommandOptions, lastLines, tryLongCommand } from '../long-command.ts';
import { SandboxFailure } from '../sandbox-failure.ts';

/**
 * What every build has in common. The flags replace the user's GOFLAGS, as they are part of the
 * result; `readonly` means that go.mod and go.sum decide, and are never touched by a build.
 */
export const GO_FLAGS = ['-mod=readonly', '-trimpath', '-buildvcs=false'] as const;

const environment = {
  CGO_ENABLED: '0',
  GOFLAGS: GO_FLAGS.join(' '),
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
};

interface KnownTrouble {
  /** Looked for in what `go` says. */
  pattern: RegExp;
  what: string;
  hint: string;
}

/** Read from top to bottom; the first that matches explains the failure. */
const knownTroubles: readonly KnownTrouble[] = [
  {
    pattern: /requires go >= ?([\d.]+)/,
    what: 'The installed Go is too old',
    hint: 'Install the Go version named above or newer (https://go.dev/dl) and put it first on the PATH.',
  },
  {
    pattern: /no space left on device/,
    what: 'The disk is full',
    hint: 'The first build needs about 15 GB in GOMODCACHE, GOCACHE and TMPDIR (`go env` names them).',
  },
  {
    pattern: /SECURITY ERROR|checksum mismatch/,
    what: 'A downloaded module is not the one that go.sum names',
    hint: 'Do not go on: check your GOPROXY. `go clean -modcache` removes a damaged download.',
  },
  {
    pattern: /signal: killed/,
    what: 'The compiler was killed, most likely for lack of memory',
    hint: 'The build needs 4 GB of free memory. Free some, or set GOMAXPROCS=1, and try again.',
  },
  {
    pattern:
      /dial tcp|no such host|connection refused|i\/o timeout|TLS handshake|x509:|proxyconnect|Forbidden|Gone|Bad Gateway|Service Unavailable|module lookup disabled/,
    what: 'The Go module proxy cannot be reached',
    hint: 'Go modules must be downloadable: set GOPROXY (and HTTPS_PROXY) to what your network allows, and try again; finished downloads are kept.',
  },
];

/** Turns what `go` printed when it failed into a failure with a cause and a way out. */
export function explainGoFailure(doing: string, stderr: string): SandboxFailure {
  const trouble = knownTroubles.find(({ pattern }) => pattern.test(stderr));
  return new SandboxFailure(`${doing} failed${trouble ? `: ${trouble.what}` : ''}`, {
    found: lastLines(stderr),
    hint: trouble?.hint ?? 'Read the compiler messages above; `go clean -cache` starts afresh.',
  });
}

/**
 * Runs the `go` command inside a module's folder, and answers its standard output.
 * @param doing What a failure calls it: "Building etcd v3.6.13".
 */
export async function runGo(
  args: readonly string[],
  doing: string,
  options: LongCommandOptions,
): Promise<string> {
  const { code, stdout, stderr } = await tryLongCommand(['go', ...args], {
    ...options,
    env: { ...environment, ...options.env },
  });
  if (code === 0) return stdout;
  if (code !== 127) throw explainGoFailure(doing, stderr);
  throw new SandboxFailure(`${doing} needs the Go compiler, which is not on the PATH`, {
    hint: 'Install Go 1.25.7 or newer (https://go.dev/dl) and put its bin directory on the PATH.',
  });
}
