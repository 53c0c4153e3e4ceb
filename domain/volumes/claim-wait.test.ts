import { whyUnbound } from './claim-wait.ts';

const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'shop' },
  spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
};

test('a claim that waits says for how much of what', () => {
  expect(whyUnbound({ ...claim, status: { phase: 'Pending' } })).toBe(
    'it asks for 1Gi of StorageClass fast and is Pending',
  );
});

test('a claim that nobody has looked at yet waits as well', () => {
  expect(whyUnbound({ ...claim, spec: {} })).toBe(
    'it asks for a volume without a class and is Pending',
  );
});

test('a bound claim waits for nothing', () => {
  expect(whyUnbound({ ...claim, status: { phase: 'Bound' } })).toBeUndefined();
});
