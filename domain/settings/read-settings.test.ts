import { describe, expect, it } from '@jest/globals';
import { readSettings } from './read-settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

describe('readSettings', () => {
  it.each([undefined, null, {}])('has defaults for %j', (spec) => {
    expect(readSettings(spec)).toEqual({ settings: DEFAULT_SETTINGS, problems: [], unread: [] });
  });

  it('reads what the guide sets', () => {
    const { settings, problems, unread } = readSettings({
      mig_controller_limits_cpu: '1',
      mig_pv_limit: 200,
      mig_pod_limit: '50',
      mig_namespace_limit: 5,
      migration_velero: true,
      restic_timeout: '1h30m',
      restic_supplemental_groups: 5555,
      src_supplemental_groups: '1000, 2000',
      target_supplemental_groups: '2000,3000',
      stunnel_tcp_proxy: 'http://username:p%40ss@10.0.0.1:3128',
      enable_dvm_pv_resizing: true,
      pv_resizing_threshold: 41,
      rsync_endpoint_type: 'NodePort',
      rsync_opt_bwlimit: 10_000,
    });

    expect(problems).toEqual([]);
    expect(unread).toEqual([]);
    expect(settings).toEqual({
      endpointType: 'NodePort',
      bandwidthLimit: 10_000,
      proxy: { host: '10.0.0.1', port: 3128, user: 'username', password: 'p@ss' },
      supplementalGroups: { source: [1000, 2000], target: [2000, 3000] },
      resticGroups: [5555],
      resticTimeoutSeconds: 5400,
      resizing: { enabled: true, thresholdPercent: 41 },
      limits: { volumes: 200, pods: 50, namespaces: 5 },
    });
  });

  it.each([
    ['pv_resizing_threshold', 100, 'the number 100', 'from 1 to 99'],
    ['pv_resizing_threshold', 0, 'the number 0', 'from 1 to 99'],
    ['mig_pv_limit', 'many', 'the text "many"', 'a whole number of volumes'],
    ['rsync_endpoint_type', 'nodeport', 'the text "nodeport"', 'Route, LoadBalancer'],
    ['restic_timeout', '1 hour', 'the text "1 hour"', 'such as 90m'],
    ['src_supplemental_groups', '1000,admins', 'the text "1000,admins"', 'ids of groups'],
    ['target_supplemental_groups', -1, 'the number -1', 'ids of groups'],
    ['enable_dvm_pv_resizing', 1, 'the number 1', 'true or false'],
  ])('says what is wrong with %s: %j', (name, value, found, wanted) => {
    const { settings, problems } = readSettings({ [name]: value });

    expect(settings).toEqual(DEFAULT_SETTINGS);
    expect(problems).toEqual([
      { field: `spec.${name}`, message: expect.stringContaining(`spec.${name} (found ${found})`) },
    ]);
    expect(problems[0]?.message).toContain(wanted);
  });

  it.each([
    'https://proxy:3128',
    'proxy',
    'http://user:secret@proxy',
    'http://u%0a:secret@proxy:3128',
    'http://u%3a:secret@proxy:3128',
    'http://u:secret%20@proxy:3128',
    'http://u:secret@proxy:99999',
  ])('refuses the proxy %s, and does not repeat a password', (stunnel_tcp_proxy) => {
    const { problems } = readSettings({ stunnel_tcp_proxy });

    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).not.toContain('secret');
  });

  it.each([
    ['proxy:3128', { host: 'proxy', port: 3128 }],
    ['http://[fd00::1]:3128/', { host: 'fd00::1', port: 3128 }],
    ['http://u:@proxy:80', { host: 'proxy', port: 80, user: 'u', password: '' }],
  ])('takes the proxy %s', (stunnel_tcp_proxy, proxy) => {
    expect(readSettings({ stunnel_tcp_proxy }).settings.proxy).toEqual(proxy);
  });

  it('names what nobody reads', () => {
    expect(readSettings({ rsync_transfer_image: 'x', olm_managed: true }).unread).toEqual([
      'spec.rsync_transfer_image',
    ]);
  });
});
