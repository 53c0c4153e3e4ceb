import { describe, expect, it } from '@jest/globals';
import { restoreConditions } from './restore-conditions.ts';
import { foundInPlace, sortWarnings } from './warnings.ts';

const exists = (kind: string, name: string) => ({
  text: `could not restore, ${kind} ${JSON.stringify(name)} already exists. Warning: the in-cluster version is different than the backed-up version`,
  namespace: 'store',
});

function reasonFor(text: { text: string; namespace?: string }, ours: string[] = []) {
  const isOurs = ({ kind, namespace, name }: { kind: string; namespace: string; name: string }) =>
    ours.includes(`${kind} ${namespace}/${name}`);
  return sortWarnings([text], isOurs)[0]?.harmlessBecause;
}

describe('a warning of a Restore', () => {
  it.each([
    ['ConfigMap', 'kube-root-ca.crt', /certificate authority/],
    ['ConfigMap', 'openshift-service-ca.crt', /certificate authority/],
    ['ServiceAccount', 'default', /each cluster makes it/],
    ['ServiceAccount', 'deployer', /OpenShift makes it/],
  ])('that %s %s is there is harmless', (kind, name, because) => {
    expect(reasonFor(exists(kind, name))).toMatch(because);
  });

  it('is harmless when what is there was made by the run', () => {
    const ours = ['Deployment store/web'];

    expect(reasonFor(exists('Deployment', 'web'), ours)).toMatch(/this run has made it/);
    expect(reasonFor({ ...exists('Deployment', 'web'), namespace: 'x' }, ours)).toBeUndefined();
  });

  it('is harmless when there was nothing for Velero to do', () => {
    expect(
      reasonFor({ text: 'zero items to be restored: resources: does not exist' }),
    ).toBeDefined();
  });

  it.each([
    exists('Deployment', 'web'),
    exists('Secret', 'kube-root-ca.crt'),
    exists('ConfigMap', 'toString'),
    exists('ConfigMap', 'a "quoted\\" name'),
    { text: 'refresh discovery after restoring CRDs: unavailable' },
    { text: 'zero' },
    { text: '' },
  ])('is for people to see otherwise: %j', (warning) => {
    expect(reasonFor(warning)).toBeUndefined();
  });

  it('says what is in the way', () => {
    expect(foundInPlace(exists('Role', 'a "b'))).toEqual({
      ...{ kind: 'Role', namespace: 'store', name: 'a "b' },
    });
    expect(
      foundInPlace({ text: 'could not restore, Role "a\\x" already exists.' }),
    ).toBeUndefined();
  });
});

describe('the condition of a Restore', () => {
  const harmless = { ...exists('ConfigMap', 'kube-root-ca.crt'), harmlessBecause: 'of course' };

  it('is none when nobody has to look', () => {
    expect(restoreConditions('v/r', 1, [harmless])).toEqual([]);
  });

  it('names what is to be looked at', () => {
    const conditions = restoreConditions('v/r', 3, [
      harmless,
      { text: 'odd' },
      exists('Role', 'a'),
    ]);

    expect(conditions).toMatchObject([{ category: 'Warn', durable: true }]);
    expect(conditions[0]?.message).toMatch(
      /^Restore v\/r: odd; namespace store: could not restore, Role "a" already exists/,
    );
  });

  it('says that there are some when they cannot be read', () => {
    expect(restoreConditions('v/r', 7, undefined)[0]?.message).toMatch(/7 warnings/);
  });
});
