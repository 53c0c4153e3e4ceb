import { describe, expect, it } from '@jest/globals';

import { readinessProblem } from './node-ready.ts';

const node = (status: string, message?: string) => ({
  status: {
    conditions: [
      { type: 'DiskPressure', status: 'False' },
      { type: 'Ready', status, ...(message !== undefined && { message }) },
    ],
  },
});

describe('readinessProblem', () => {
  it('is none when the kubelet says so', () => {
    expect(readinessProblem(node('True', 'kubelet is posting ready status'))).toBeUndefined();
  });

  it('is what the kubelet says', () => {
    expect(readinessProblem(node('False', 'cni plugin not initialized'))).toMatch(/cni/);
    expect(readinessProblem(node('Unknown', 'Kubelet stopped posting'))).toMatch(/stopped/);
  });

  it('is that nothing was said yet', () => {
    expect(readinessProblem({})).toMatch(/not reported/);
  });
});
