import { describe, expect, it } from '@jest/globals';
import { explainGoFailure } from './go.ts';

describe('explainGoFailure', () => {
  it.each([
    ['go: go.mod requires go >= 1.25.7 (running go 1.22.1; GOTOOLCHAIN=local)', 'too old'],
    ['Get "https://proxy.example/x": dial tcp: lookup proxy: no such host', 'module proxy'],
    ['k8s.io/api@v0.34.4: reading https://proxy/x: 403 Forbidden', 'module proxy'],
    ['write /tmp/go-build/x: no space left on device', 'disk is full'],
    ['verifying k8s.io/api@v0.34.4: checksum mismatch', 'not the one'],
    ['compile: signal: killed', 'killed'],
  ])('knows what %s means', (stderr, cause) => {
    const failure = explainGoFailure('Building x', stderr);

    expect(failure.message).toContain(cause);
    expect(failure.found).toBe(stderr);
  });

  it('leaves a compiler message as it is', () => {
    const failure = explainGoFailure('Building x', 'main.go:3:1: syntax error');

    expect(failure.message).toBe('Building x failed');
    expect(failure.hint).not.toBe('');
  });
});
