import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import type { RunFacts, RunVolume } from '../run/facts.ts';
import { newClaims } from './new-claims.ts';
import { senderPlacement } from './placement.ts';
import { podState } from './pod-wait.ts';
import { claimRefusal, targetClaim } from './target-claim.ts';

const RUN = { namespace: 'm', migration: 'r', uid: 'run-1', plan: 'p', planUid: 'plan-1' };
const VOLUME: RunVolume = {
  namespace: 'shop',
  claim: 'data',
  targetNamespace: 'store',
  targetClaim: 'data',
  capacity: '1Gi',
  capacityBytes: 2 ** 30,
  storageClass: 'fast',
  accessModes: ['ReadWriteOnce'],
};

function claim(change: Partial<KubeObject['metadata']> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', labels: { app: 'db' }, ...change },
    spec: {},
  };
}

function user(phase = 'Running'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'db-0', namespace: 'shop' },
    spec: {
      nodeName: 'n1',
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      volumes: [{ persistentVolumeClaim: { claimName: 'data' } }],
    },
    status: { phase },
  };
}

describe('the claim on the target', () => {
  it('keeps the labels of the source and carries those of the plan', () => {
    expect(targetClaim(RUN, VOLUME, claim())).toMatchObject({
      metadata: {
        namespace: 'store',
        labels: { app: 'db', 'migration.openshift.io/migrated-by-migplan': 'plan-1' },
      },
      spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
    });
  });

  const ours = targetClaim(RUN, VOLUME, claim());

  it('may be copied over when an unfinished run of the plan left it', () => {
    expect(claimRefusal(ours, [], RUN)).toBeUndefined();
    expect(claimRefusal(ours, [user('Succeeded')], RUN)).toBeUndefined();
  });

  it.each<[string, KubeObject, KubeObject[], RegExp]>([
    ['of somebody else', claim(), [], /not from this plan/],
    ['of another plan', targetClaim({ ...RUN, planUid: 'x' }, VOLUME, claim()), [], /not from/],
    ['in use', ours, [user()], /Pod db-0 uses it/],
    [
      'that an application was started on',
      {
        ...ours,
        metadata: { ...ours.metadata, annotations: { 'drayage.dev/started-by': 'run-0' } },
      },
      [],
      /was started on it/,
    ],
  ])('must not be copied over when it is one %s', (_name, found, pods, why) => {
    expect(claimRefusal(found, pods, RUN)).toMatch(why);
  });
});

describe('the claim on the target of a state migration', () => {
  const mayAdopt = { ...RUN, mayAdopt: true };

  it('may be anybody’s, or one that an earlier run took', () => {
    const adopted = claim({ annotations: { 'drayage.dev/adopted-by': RUN.planUid } });

    expect(claimRefusal(claim(), [], mayAdopt)).toBeUndefined();
    expect(claimRefusal(adopted, [], RUN)).toBeUndefined();
  });

  it('must not be in use, nor belong to an application that was moved, nor to another plan', () => {
    const started = claim({ annotations: { 'drayage.dev/started-by': 'run-0' } });
    const others = claim({ annotations: { 'drayage.dev/adopted-by': 'x' } });

    expect(claimRefusal(claim(), [user()], mayAdopt)).toMatch(/Pod db-0 uses it/);
    expect(claimRefusal(started, [], mayAdopt)).toMatch(/was started on it/);
    expect(claimRefusal(others, [], RUN)).toMatch(/not from this plan/);
  });
});

describe('newClaims', () => {
  const facts = { run: RUN, volumes: [VOLUME], skipped: ['shop/logs'] } as unknown as RunFacts;

  it('knows what is copied and what was chosen to stay', () => {
    expect(newClaims([claim(), claim({ name: 'logs' })], facts)).toEqual([]);
  });

  it('knows what the plan copies to, which may stand beside it', () => {
    const made = targetClaim(
      RUN,
      { ...VOLUME, targetNamespace: 'shop', targetClaim: 'b' },
      claim(),
    );
    const adopted = claim({ name: 'c', annotations: { 'drayage.dev/adopted-by': RUN.planUid } });

    expect(newClaims([claim(), made, adopted], facts)).toEqual([]);
  });

  it('names a claim that came later, but not one that dies with its pod', () => {
    const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' };
    const ephemeral = claim({ name: 'scratch', ownerReferences: [owner] });

    expect(newClaims([claim({ name: 'data-1' }), ephemeral], facts)).toEqual(['shop/data-1']);
  });
});

describe('senderPlacement', () => {
  const node: KubeObject = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1', labels: { 'kubernetes.io/hostname': 'host-1' } },
  };

  it('is beside the pod that uses the claim, with its tolerations', () => {
    expect(senderPlacement('data', [user()], [node])).toEqual({
      hostname: 'host-1',
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
    });
  });

  it('is anywhere when nobody uses the claim', () => {
    expect(senderPlacement('data', [user('Failed')], [node])).toEqual({});
    expect(senderPlacement('other', [user()], [node])).toEqual({});
  });
});

describe('podState', () => {
  const pod = (status: unknown): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'shop' },
    status,
  });

  it('is running when all containers are ready and the node is known', () => {
    const status = { phase: 'Running', hostIP: '10.0.0.1', containerStatuses: [{ ready: true }] };

    expect(podState(pod(status), [])).toEqual({ state: 'running', hostIp: '10.0.0.1' });
  });

  it('is hopeless after an event that only a person can answer, and quotes it', () => {
    const event: KubeObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e' },
      reason: 'FailedScheduling',
      message: 'no persistent volumes available',
    };

    expect(podState(pod({ phase: 'Pending' }), [event])).toMatchObject({
      state: 'waiting',
      hopeless: true,
      seen: expect.stringContaining('no persistent volumes available') as unknown,
    });
  });
});
