import { describe, expect, it } from '@jest/globals';
import { followBuild } from './go-progress.ts';

function follow(totalPackages: number, mainPackages = ['example.org/cmd/tool']) {
  const clock = { ms: 0 };
  const build = followBuild({ totalPackages, mainPackages, now: () => clock.ms });
  const compile = (count: number) => {
    for (let i = 0; i < count; i += 1) build.line(`example.org/pkg/p${i}`);
  };
  return { build, clock, compile };
}

describe('followBuild', () => {
  it('says that nothing was compiled yet', () => {
    expect(follow(10).build.describe()).toBe('reading the build cache');
  });

  it('counts downloads until the first package is compiled', () => {
    const { build } = follow(10);

    build.line('go: downloading go.uber.org/zap v1.27.0');
    build.line('go: downloading k8s.io/api v0.34.4');

    expect(build.describe()).toBe('downloaded 2 modules');
  });

  it('counts compiled packages, and nothing else that is printed', () => {
    const { build } = follow(2412);

    for (const line of ['internal/goarch', 'k8s.io/api/core/v1', '# k8s.io/api', 'warning: x']) {
      build.line(line);
    }

    expect(build.describe()).toBe('compiled 2 of up to 2412 packages');
  });

  it('estimates the time left once the rate says something', () => {
    const { build, clock, compile } = follow(300);

    compile(100);
    clock.ms = 60_000;

    expect(build.describe()).toBe('compiled 100 of up to 300 packages, at most 2 min 0 s left');
  });

  it('says that it links when the last program is compiled', () => {
    const { build } = follow(5, ['example.org/cmd/a', 'example.org/cmd/b']);

    build.line('example.org/cmd/b');
    const before = build.describe();
    build.line('example.org/cmd/a');

    expect(before).toBe('compiled 1 of up to 5 packages');
    expect(build.describe()).toBe('compiled 2 packages, linking');
  });
});
