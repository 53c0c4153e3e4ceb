import type { TunnelProxy } from '../../settings/settings.ts';
import { CONFIG_PATH, KEY_PATH, RSYNC_PORT, TUNNEL_PORT } from '../layout.ts';
import type { Endpoint } from './spec.ts';

/** Name of the key file in the Secret, and so below {@link KEY_PATH}. */
export const KEY_FILE = 'psk';
export const TUNNEL_CONFIG_FILE = 'stunnel.conf';

/** Takes a pass at the receiver where nobody is root. */
const SERVER = '/usr/local/bin/xfer';

/** stunnel's whole command: its only argument is the configuration. */
export const TUNNEL_COMMAND = ['stunnel', `${CONFIG_PATH}/${TUNNEL_CONFIG_FILE}`];

/**
 * TLS 1.3 with a key both ends know: whoever lacks it dies in the handshake, at either end.
 * OpenSSL pairs a plain key with SHA-256 suites only, hence AES-128. The level of the log keeps to
 * warnings, because a failed handshake is told apart from an absent peer by it.
 */
const BOTH_ENDS = {
  global: {
    foreground: 'yes',
    syslog: 'no',
    debug: '4',
    pid: '',
    sockets: ['l:TCP_NODELAY=1', 'r:TCP_NODELAY=1', 'l:SO_KEEPALIVE=1', 'r:SO_KEEPALIVE=1'],
  },
  service: {
    sslVersionMin: 'TLSv1.3',
    ciphers: 'kPSK',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    PSKsecrets: `${KEY_PATH}/${KEY_FILE}`,
    TIMEOUTclose: '0',
    TIMEOUTidle: '86400',
  },
};

/** stunnel at the receiver: from the tunnel to the rsync daemon. */
export function serverTunnelConfig(): string {
  return tunnelConfig({
    accept: `:::${String(TUNNEL_PORT)}`,
    connect: `127.0.0.1:${String(RSYNC_PORT)}`,
  });
}

/** The same where no daemon runs: each connection is handed to a program of the image, behind the handshake. */
export function servingTunnelConfig(): string {
  return tunnelConfig({
    accept: `:::${String(TUNNEL_PORT)}`,
    exec: SERVER,
    // The first word is what the program is called by.
    execArgs: 'xfer serve',
  });
}

/**
 * stunnel at the sender: from rsync's port on loopback to the receiver, through a proxy when there is one.
 * With a proxy's password in it the text is a secret.
 */
export function clientTunnelConfig({ host, port }: Endpoint, proxy?: TunnelProxy): string {
  return tunnelConfig({
    client: 'yes',
    accept: `127.0.0.1:${String(RSYNC_PORT)}`,
    connect: `${(proxy ?? { host }).host}:${String((proxy ?? { port }).port)}`,
    // Before rsync gives up a probe, so that the log says why.
    TIMEOUTconnect: '8',
    ...NO_CERTIFICATE_WILL_DO,
    // A passthrough route finds its way by the name; an address cannot be one.
    ...(isName(host) ? { sni: host } : {}),
    ...(proxy === undefined ? {} : throughProxy({ host, port }, proxy)),
  });
}

/**
 * In TLS 1.3 a server may pass by the key that is offered and show a certificate instead, of which stunnel by itself
 * believes any: whoever sits in between would read the volume. So one has to come from a public authority and be for a
 * name that none ever vouches for (RFC 6761). A handshake with the key has no certificate, and is not asked for one.
 */
const NO_CERTIFICATE_WILL_DO = {
  verifyChain: 'yes',
  CAfile: '/etc/ssl/certs/ca-certificates.crt',
  checkHost: 'nobody.invalid',
} as const;

/** The proxy is told an IPv6 address in brackets (RFC 9110), stunnel without. */
function throughProxy({ host, port }: Endpoint, proxy: TunnelProxy): Record<string, string> {
  return {
    protocol: 'connect',
    protocolHost: `${host.includes(':') ? `[${host}]` : host}:${String(port)}`,
    ...(proxy.user === undefined
      ? {}
      : { protocolUsername: proxy.user, protocolPassword: proxy.password ?? '' }),
  };
}

function isName(host: string): boolean {
  return /[a-z]/i.test(host) && !host.includes(':');
}

function tunnelConfig(service: Record<string, string>): string {
  const { sockets, ...global } = BOTH_ENDS.global;
  return [
    ...lines(global),
    ...sockets.map((option) => `socket=${option}`),
    '[rsync]',
    ...lines({ ...BOTH_ENDS.service, ...service }),
    '',
  ].join('\n');
}

function lines(options: Record<string, string>): string[] {
  return Object.entries(options).map(([name, value]) => `${name}=${value}`);
}
