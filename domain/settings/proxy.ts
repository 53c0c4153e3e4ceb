import type { TunnelProxy } from './settings.ts';

/** What `stunnel_tcp_proxy` names; undefined when it is not a proxy that speaks plain HTTP. */
export function parseProxy(value: unknown): TunnelProxy | undefined {
  // The guide writes `http://user:password@ip:port`; the scheme may be left out.
  const text = typeof value === 'string' ? value.trim() : '';
  const parts =
    /^(?:http:\/\/)?(?:([^:@/\s]+):([^@/\s]*)@)?(\[[0-9a-f:]+\]|[^:@/\s]+):(\d{1,5})\/?$/i.exec(
      text,
    );
  if (parts === null) return undefined;
  const [, user, password, host = '', port] = parts;
  if (Number(port) < 1 || Number(port) > 65_535) return undefined;
  const decoded = [user, password].map((part) => (part === undefined ? undefined : decode(part)));
  if (user !== undefined && decoded.includes(undefined)) return undefined;
  // Basic authentication ends the name at the first colon.
  if (decoded[0]?.includes(':') === true) return undefined;
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port),
    ...(decoded[0] === undefined ? {} : { user: decoded[0], password: decoded[1] ?? '' }),
  };
}

/**
 * Undefined when it is not what percent signs stand for, or would not survive a line of the tunnel's configuration,
 * which ends at a line break and loses blanks at its end.
 */
function decode(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return /[\r\n\0]|^\s|\s$/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
