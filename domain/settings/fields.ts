import { ENDPOINT_TYPES, type Settings } from './settings.ts';
import { parseProxy } from './proxy.ts';

/** One field of `spec`. */
interface Field {
  /** Puts the value where it belongs; what the value has to be, when it is not that. */
  take: (value: unknown, settings: Settings) => string | undefined;
  /** Its value is never shown. */
  secret?: true;
}

/** By their names in MTC's operator (and in the guide). Ansible takes numbers and booleans as text too, and so do we. */
export const FIELDS: Readonly<Record<string, Field>> = {
  rsync_endpoint_type: {
    take: (value, settings) => {
      const type = ENDPOINT_TYPES.find((one) => one === value);
      if (type === undefined) return oneOf(ENDPOINT_TYPES);
      settings.endpointType = type;
      return undefined;
    },
  },
  stunnel_tcp_proxy: {
    secret: true,
    take: (value, settings) => {
      const proxy = parseProxy(value);
      if (proxy === undefined) return 'http://[user:password@]host:port';
      settings.proxy = proxy;
      return undefined;
    },
  },
  rsync_opt_bwlimit: whole('of KiB/s', { least: 0 }, (settings, limit) => {
    if (limit > 0) settings.bandwidthLimit = limit;
  }),
  src_supplemental_groups: groups((settings, ids) => (settings.supplementalGroups.source = ids)),
  source_supplemental_groups: groups((settings, ids) => (settings.supplementalGroups.source = ids)),
  target_supplemental_groups: groups((settings, ids) => (settings.supplementalGroups.target = ids)),
  restic_supplemental_groups: groups((settings, ids) => (settings.resticGroups = ids)),
  restic_timeout: {
    take: (value, settings) => {
      const seconds = secondsOf(value);
      if (seconds === undefined) return 'a time such as 90m or 1h30m';
      settings.resticTimeoutSeconds = seconds;
      return undefined;
    },
  },
  enable_dvm_pv_resizing: {
    take: (value, settings) => {
      const enabled = booleanOf(value);
      if (enabled === undefined) return 'true or false';
      settings.resizing.enabled = enabled;
      return undefined;
    },
  },
  // Beyond 99 every volume would be resized, and below 1 none.
  pv_resizing_threshold: whole(
    'of percent',
    { least: 1, most: 99 },
    (settings, threshold) => (settings.resizing.thresholdPercent = threshold),
  ),
  mig_pv_limit: whole('of volumes', { least: 1 }, (settings, n) => (settings.limits.volumes = n)),
  mig_pod_limit: whole('of pods', { least: 1 }, (settings, n) => (settings.limits.pods = n)),
  mig_namespace_limit: whole(
    'of namespaces',
    { least: 1 },
    (settings, n) => (settings.limits.namespaces = n),
  ),
};

function whole(
  what: string,
  { least, most = Number.MAX_SAFE_INTEGER }: { least: number; most?: number },
  put: (settings: Settings, value: number) => unknown,
): Field {
  return {
    take: (value, settings) => {
      const number = numberOf(value);
      if (number === undefined || number < least || number > most) {
        const end = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${String(most)}`;
        return `a whole number ${what}, from ${String(least)}${end}`;
      }
      put(settings, number);
      return undefined;
    },
  };
}

/** Ids of groups, apart by commas; a single one may be a number. */
function groups(put: (settings: Settings, ids: number[]) => unknown): Field {
  return {
    take: (value, settings) => {
      const ids = (Array.isArray(value) ? (value as unknown[]) : String(value).split(',')).map(
        (id) => numberOf(typeof id === 'string' ? id.trim() : id),
      );
      const known = ids.filter((id) => id !== undefined && id >= 0 && id < 2 ** 31);
      if (known.length < ids.length) return 'ids of groups, apart by commas, such as "1000,2000"';
      put(settings, known as number[]);
      return undefined;
    },
  };
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function booleanOf(value: unknown): boolean | undefined {
  const spoken: Record<string, boolean> = { true: true, false: false, yes: true, no: false };
  return spoken[String(value).toLowerCase()];
}

function secondsOf(value: unknown): number | undefined {
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(String(value));
  if (parts === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part || 0));
  const total = hours * 3600 + minutes * 60 + seconds;
  return total > 0 ? total : undefined;
}

function oneOf(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
