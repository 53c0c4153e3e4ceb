import { describe, expect, it } from '@jest/globals';

import { CLUSTERS, NODE_NETWORK } from './layout.ts';
import { bridgeCommands, cableCommands, firewall, nodeCommands } from './network.ts';

const clusters = Object.values(CLUSTERS);

describe('the network', () => {
  it('gives each cluster names and ranges of its own', () => {
    const distinct = (values: string[]) => new Set(values).size === values.length;
    expect(distinct(clusters.flatMap((c) => [c.podCidr, c.serviceCidr, c.nodeIp]))).toBe(true);
    expect(distinct(clusters.map(({ netns }) => netns))).toBe(true);
  });

  it('keeps link names within the 15 characters of the kernel', () => {
    for (const { netns } of clusters) expect(netns.length).toBeLessThanOrEqual(15);
  });

  it('puts the host, and one end of each cable, on the bridge', () => {
    expect(bridgeCommands()).toContain('addr add 10.250.0.1/24 dev dray0');
    expect(cableCommands(CLUSTERS.target)).toEqual([
      'link add name dray-target type veth peer name eth0 netns dray-target',
      'link set dray-target master dray0 up',
    ]);
    expect(nodeCommands(CLUSTERS.target)).toContain('addr add 10.250.0.3/24 dev eth0');
  });

  it('lets pods out under the address of their node, and nobody out of the sandbox', () => {
    const rules = firewall(CLUSTERS.source);
    expect(rules).toContain('ip saddr 10.250.16.0/20 masquerade');
    const refusals = rules.split('\n').filter((line) => line.includes('reject'));
    expect(refusals).toHaveLength(2);
    for (const line of refusals) expect(line).toContain(`ip daddr != ${NODE_NETWORK}`);
  });
});
