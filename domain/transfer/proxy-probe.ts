import { CONFIG_PATH } from './layout.ts';
import { TUNNEL_CONFIG_FILE } from './manifests/tunnel.ts';

/**
 * Asks the proxy for the same way as the tunnel does, and prints the first line of its answer: stunnel's log keeps to
 * itself whether a password or the target was refused. Runs in the tunnel's container, which alone may read the
 * configuration; the password goes from there to the proxy, and neither into a command line nor into the output.
 */
const SCRIPT = `
value() { sed -n "s/^$1=//p" '${CONFIG_PATH}/${TUNNEL_CONFIG_FILE}' | head -n 1; }
proxy=$(value connect) to=$(value protocolHost) user=$(value protocolUsername)
exec 3<>"/dev/tcp/\${proxy%:*}/\${proxy##*:}" || exit 7
{
  printf 'CONNECT %s HTTP/1.1\\r\\nHost: %s\\r\\n' "$to" "$to"
  [ -z "$user" ] || printf 'Proxy-Authorization: Basic %s\\r\\n' \\
    "$(printf '%s:%s' "$user" "$(value protocolPassword)" | base64 -w0)"
  printf '\\r\\n'
} >&3
IFS= read -r -t 6 line <&3 || exit 8
printf '%s\\n' "$line"
`;

/** For the container of the sender's tunnel; what it says is read by {@link readProxyAnswer}. */
export function proxyProbeCommand(): string[] {
  return ['timeout', '8', 'bash', '-c', SCRIPT, 'proxy'];
}

/** How the proxy answered a CONNECT: which hop it was, and what was said. */
export type ProxyAnswer =
  | { hop: 'name' | 'proxy'; says: string }
  | { hop: 'password' | 'forbidden' | 'endpoint'; says: string }
  /** It lets through; what is wrong lies behind it. */
  | { hop: 'beyond' };

const NO_NAME = /Name or service not known|name resolution|No address associated/;

export function readProxyAnswer(end: {
  exitCode: number;
  stdout: string;
  stderr: string;
}): ProxyAnswer {
  const { exitCode, stdout, stderr } = end;
  if (exitCode === 7) {
    if (NO_NAME.test(stderr)) return { hop: 'name', says: 'it does not resolve' };
    return { hop: 'proxy', says: connectError(stderr) };
  }
  if (exitCode === 124) return { hop: 'proxy', says: 'nothing answers in time' };
  if (exitCode !== 0) return { hop: 'proxy', says: 'it takes the connection and says nothing' };
  return readStatus(stdout);
}

function readStatus(stdout: string): ProxyAnswer {
  const line = printable(stdout.split('\n')[0] ?? '');
  const status = Number(/^HTTP\/1\.\d (\d{3})\b/.exec(line)?.[1]);
  if (Number.isNaN(status)) return { hop: 'proxy', says: `it is no HTTP proxy: "${line}"` };
  if (status >= 200 && status < 300) return { hop: 'beyond' };
  if (status === 407) return { hop: 'password', says: line };
  // As squid, HAProxy, nginx and Envoy say that they do not get any further.
  if (status >= 500) return { hop: 'endpoint', says: line };
  return { hop: 'forbidden', says: line };
}

/** The last words of bash: `bash: connect: Connection refused`. */
function connectError(stderr: string): string {
  const said = /: ([^:\n]+)\s*$/.exec(stderr.trim())?.[1];
  return printable(said ?? 'it is not reached').toLowerCase();
}

/** A proxy may say anything; people read one line of it. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '').slice(0, 120);
}
