import { describe, expect, it } from '@jest/globals';
import { arrives, contextWith, notesOn, S, skippedBy, T } from './context.ts';
import { live, MIGRATED, owner } from './objects.ts';

const TOKEN_MOUNT = {
  name: 'default-token-x',
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};

const BARE = live(
  'v1',
  'Pod',
  { name: 'tool' },
  {
    spec: {
      nodeName: 'node-1',
      priority: 0,
      containers: [
        { name: 'c', image: `${S}/shop/web:1`, volumeMounts: [TOKEN_MOUNT, { name: 'data' }] },
      ],
      volumes: [
        { name: 'data', emptyDir: {} },
        { name: 'default-token-x', secret: { secretName: 'default-token-x' } },
      ],
    },
    status: { phase: 'Running' },
  },
);

function pod(
  spec: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
  phase = 'Running',
) {
  return live('v1', 'Pod', metadata, { spec, status: { phase } });
}

describe('pods', () => {
  it('row 5: owned by a ReplicaSet stay behind', () => {
    const owned = pod({}, { ownerReferences: [owner('apps/v1', 'ReplicaSet')] });

    expect(skippedBy(owned)).toBe('owned');
  });

  it('row 5: that nobody owns arrive unscheduled', () => {
    expect(arrives(BARE)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'tool', namespace: 'shop2', labels: MIGRATED },
      spec: {
        containers: [{ name: 'c', image: `${T}/shop2/web:1`, volumeMounts: [{ name: 'data' }] }],
        volumes: [{ name: 'data', emptyDir: {} }],
      },
    });
  });

  it.each([
    ['have succeeded', pod({}, {}, 'Succeeded'), 'finished'],
    ['have failed', pod({}, {}, 'Failed'), 'finished'],
    [
      'are files of a node',
      pod({}, { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
      'mirror-pod',
    ],
    ['build an image', pod({}, { annotations: { 'openshift.io/build.name': 'b' } }), 'build-pod'],
    ['are being deleted', pod({}, { deletionTimestamp: '2026-01-01T00:00:00Z' }), 'being-deleted'],
    [
      'somebody excluded',
      pod({}, { labels: { 'velero.io/exclude-from-backup': 'true' } }),
      'excluded',
    ],
  ])('that %s stay behind', (_name, found, rule) => {
    expect(skippedBy(found)).toBe(rule);
  });

  it('lose the projected token, and keep a Secret that only looks like one', () => {
    const token = { name: 'kube-api-access-x', projected: { sources: [] } };
    const own = { name: 'default-token-of-shop', secret: { secretName: 's' } };
    const found = pod({
      containers: [{ volumeMounts: [{ name: own.name, mountPath: '/etc/token' }] }],
      volumes: [token, own],
    });

    expect(arrives(found)['spec']).toEqual({
      containers: [{ volumeMounts: [{ name: own.name, mountPath: '/etc/token' }] }],
      volumes: [own],
    });
  });

  it('lose what debuggers and networks put into them', () => {
    const found = pod(
      { ephemeralContainers: [{ name: 'debugger' }], overhead: {}, runtimeClassName: 'kata' },
      { annotations: { 'k8s.ovn.org/pod-networks': '{}', 'example.com/own': 'x' } },
    );
    const arrived = arrives(found);

    expect(arrived['spec']).toEqual({ runtimeClassName: 'kata' });
    expect(arrived.metadata.annotations).toEqual({ 'example.com/own': 'x' });
  });

  it('lose the sidecar that Istio lists', () => {
    const injected = {
      initContainers: ['istio-init'],
      containers: ['istio-proxy'],
      volumes: ['istio-envoy'],
      imagePullSecrets: null,
    };
    const found = pod(
      {
        initContainers: [{ name: 'istio-init' }, { name: 'own' }],
        containers: [
          { name: 'web', volumeMounts: [{ name: 'istio-envoy' }, { name: 'data' }] },
          { name: 'istio-proxy' },
        ],
        volumes: [{ name: 'istio-envoy' }, { name: 'data' }],
      },
      { annotations: { 'sidecar.istio.io/status': JSON.stringify(injected) } },
    );

    expect(arrives(found)).toMatchObject({
      metadata: { name: 'it', labels: MIGRATED },
      spec: {
        initContainers: [{ name: 'own' }],
        containers: [{ name: 'web', volumeMounts: [{ name: 'data' }] }],
        volumes: [{ name: 'data' }],
      },
    });
    expect(arrives(found).metadata.annotations).toBeUndefined();
    expect(notesOn(found)).toMatchObject([{ rule: 'injected-sidecar', severity: 'change' }]);
  });

  it('lose the sidecar of Linkerd', () => {
    const found = pod(
      { containers: [{ name: 'linkerd-proxy' }, { name: 'web' }] },
      { annotations: { 'linkerd.io/proxy-version': '2.14' } },
    );

    expect(arrives(found)['spec']).toEqual({ containers: [{ name: 'web' }] });
  });
});

describe('node selectors', () => {
  const HOST = 'kubernetes.io/hostname';

  it.each([
    ['that a node satisfies stay', { [HOST]: 'target-1' }, { [HOST]: 'target-1' }, []],
    ['of a machine go', { [HOST]: 'node-1' }, undefined, ['warning']],
    [
      'of a machine go, others stay',
      { [HOST]: 'node-1', 'kubernetes.io/os': 'linux' },
      { 'kubernetes.io/os': 'linux' },
      ['warning'],
    ],
    ['of somebody’s own stay, and are told', { disk: 'ssd' }, { disk: 'ssd' }, ['warning']],
    [
      'of both are told twice',
      { [HOST]: 'node-1', disk: 'ssd' },
      { disk: 'ssd' },
      ['warning', 'warning'],
    ],
  ])('of bare pods %s', (_name, nodeSelector, expected, severities) => {
    const found = pod({ nodeSelector });

    expect(arrives(found)['spec']).toEqual(
      expected === undefined ? {} : { nodeSelector: expected },
    );
    expect(notesOn(found).map(({ severity }) => severity)).toEqual(severities);
  });

  it('of templates stay, and are told', () => {
    const spec = { template: { spec: { nodeSelector: { [HOST]: 'node-1' } } } };
    const found = live('apps/v1', 'Deployment', {}, { spec });

    expect(arrives(found)['spec']).toEqual(spec);
    expect(notesOn(found)).toMatchObject([{ rule: 'node-selector', severity: 'warning' }]);
  });
});

describe('classes of pods', () => {
  it.each([
    ['unknown to the target are refused', { priorityClassName: 'gold' }, ['refusal']],
    ['for sandboxes are refused likewise', { runtimeClassName: 'kata' }, ['refusal']],
    ['of every cluster are there', { priorityClassName: 'system-node-critical' }, []],
    ['that the target has are there', { priorityClassName: 'silver' }, []],
  ])('%s', (_name, spec, severities) => {
    const context = contextWith({ target: { priorityClasses: ['silver'] } });

    expect(notesOn(pod(spec), context).map(({ severity }) => severity)).toEqual(severities);
  });
});
