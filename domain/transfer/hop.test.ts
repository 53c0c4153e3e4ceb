import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FAILURES } from '../failures/table.ts';
import { judgeProbe, type ProbeEnd } from './hop.ts';
import { readProxyAnswer, type ProxyAnswer } from './proxy-probe.ts';

const end = (change: Partial<ProbeEnd>): ProbeEnd => ({
  rc: 12,
  stderr: RESET,
  tunnelLog: '',
  endpoint: { host: '10.250.0.3', port: 30123 },
  volume: 'shop/data',
  ...change,
});

// Every line below is what rsync 3.5.0 and stunnel 5.68 said on Debian 12.
const RESET =
  'rsync: [Receiver] safe_read failed to read 1 bytes: Connection reset by peer (104)\nrsync error: error in rsync protocol data stream (code 12) at io.c(340) [Receiver=3.5.0]\n';
const NO_GREETING =
  'rsync: did not see server greeting\nrsync error: error starting client-server protocol (code 5) at main.c(1954) [Receiver=3.5.0]\n';
const SILENCE =
  '[Receiver] io timeout after 10 seconds -- exiting\nrsync error: timeout in data send/receive (code 30) at io.c(248) [Receiver=3.5.0]\n';
const NO_TUNNEL =
  'rsync: [Receiver] failed to connect to 127.0.0.1 (127.0.0.1): Connection refused (111)\nrsync error: error in socket IO (code 10) at clientserver.c(165) [Receiver=3.5.0]\n';

const REFUSED =
  '2026.11.23 20:19:46 LOG3[0]: s_connect: connect 127.0.0.1:29999: Connection refused (111)\n2026.11.23 20:19:46 LOG3[0]: No more addresses to connect\n';
const NO_NAME =
  '2026.11.23 20:19:47 LOG3[0]: Error resolving "nowhere.invalid": Neither nodename nor servname known (EAI_NONAME)\n2026.11.23 20:19:47 LOG3[0]: No remote host resolved\n';
const TIMED_OUT =
  '2026.11.23 20:25:49 LOG3[0]: s_connect: s_poll_wait 127.0.0.1:28090: TIMEOUTconnect exceeded\n2026.11.23 20:25:49 LOG3[0]: No more addresses to connect\n';
const NO_ROUTE =
  '2026.11.23 20:25:54 LOG3[0]: s_connect: connect fd12::1:443: No route to host (113)\n2026.11.23 20:25:54 LOG3[0]: No more addresses to connect\n';
const OTHER_KEY =
  '2026.11.23 20:20:51 LOG3[0]: SSL_connect: ../ssl/record/rec_layer_s3.c:1601: error:0A000417:SSL routines::sslv3 alert illegal parameter\n';
const PLAIN_HTTP =
  '2026.11.23 20:20:54 LOG3[0]: SSL_connect: ../ssl/record/ssl3_record.c:350: error:0A00010B:SSL routines::wrong version number\n';
const OTHER_CERTIFICATE =
  '2026.11.23 20:23:01 LOG4[0]: CERT: Pre-verification error: self-signed certificate\n2026.11.23 20:23:01 LOG4[0]: Rejected by CERT at depth=0: CN=x\n2026.11.23 20:23:01 LOG3[0]: SSL_connect: ../ssl/statem/statem_clnt.c:1889: error:0A000086:SSL routines::certificate verify failed\n';
const DROPPED =
  '2026.11.23 20:20:55 LOG3[0]: SSL_connect: ../ssl/record/rec_layer_s3.c:318: error:0A000126:SSL routines::unexpected eof while reading\n';
const NO_DAEMON =
  '2026.11.23 20:20:50 LOG3[0]: TLS socket closed (SSL_write) with 41 unsent byte(s)\n';
const REJECTED = '2026.11.23 20:19:50 LOG3[0]: CONNECT request rejected\n';

describe('judgeProbe', () => {
  it.each<[string, Partial<ProbeEnd>, string, boolean, string]>([
    ['a name that does not resolve', { tunnelLog: NO_NAME }, 'retry DRAY-3050', true, 'resolve'],
    ['a port that refuses', { tunnelLog: REFUSED }, 'retry DRAY-3054', true, '10.250.0.3:30123'],
    ['a wall', { tunnelLog: TIMED_OUT }, 'retry DRAY-3054', true, 'in time'],
    ['no route', { tunnelLog: NO_ROUTE }, 'retry DRAY-3054', true, 'no way'],
    ['silence', { rc: 30, stderr: SILENCE }, 'retry DRAY-3054', true, 'in time'],
    ['a door that slams', { tunnelLog: DROPPED }, 'retry DRAY-3054', true, 'drops it'],
    ['another key', { tunnelLog: OTHER_KEY }, 'fatal DRAY-3006', false, 'another key'],
    ['a web server', { tunnelLog: PLAIN_HTTP }, 'retry DRAY-3055', true, 'who answers'],
    ['another TLS server', { tunnelLog: OTHER_CERTIFICATE }, 'retry DRAY-3055', true, 'the key'],
    ['no daemon', { tunnelLog: NO_DAEMON }, 'retry DRAY-3056', false, 'behind the tunnel'],
    ['no greeting', { rc: 5, stderr: NO_GREETING }, 'retry DRAY-3056', false, 'behind the tunnel'],
    ['no tunnel yet', { rc: 10, stderr: NO_TUNNEL }, 'retry DRAY-3005', false, 'broke'],
    [
      'a daemon that may not',
      { rc: 5, stderr: '@ERROR: chroot failed' },
      'fatal DRAY-3011',
      false,
      '@ERROR: chroot failed',
    ],
    [
      'a busy daemon, whatever was before',
      {
        rc: 5,
        stderr: '@ERROR: max connections (4) reached -- try again later',
        tunnelLog: REFUSED,
      },
      'retry DRAY-3005',
      false,
      'max connections',
    ],
    [
      'the last word of the tunnel',
      { tunnelLog: `${REFUSED}${OTHER_KEY}` },
      'fatal DRAY-3006',
      false,
      'another key',
    ],
  ])('tells %s', (...[, change, verdict, elsewhere, says]) => {
    const judged = judgeProbe(end(change));
    expect(judged).toMatchObject({ elsewhere, reason: expect.stringContaining(says) as unknown });
    if (judged.kind !== 'answers') expect(`${judged.kind} ${judged.code}`).toBe(verdict);
  });

  const through = (answer: ProxyAnswer, tunnelLog = REJECTED): Partial<ProbeEnd> => ({
    tunnelLog,
    proxy: { host: 'proxy.example', port: 3128, answer },
  });

  it.each<[string, Partial<ProbeEnd>, string, boolean, string]>([
    [
      'a proxy whose name does not resolve',
      through({ hop: 'name', says: 'it does not resolve' }, NO_NAME),
      'retry DRAY-3050',
      false,
      'the proxy proxy.example:3128',
    ],
    [
      'a proxy that is not there',
      through({ hop: 'proxy', says: 'connection refused' }, REFUSED),
      'retry DRAY-3051',
      false,
      'connection refused',
    ],
    [
      'a wrong password',
      through({ hop: 'password', says: 'HTTP/1.1 407 Proxy Authentication Required' }),
      'fatal DRAY-3052',
      false,
      '407',
    ],
    [
      'a target that is forbidden',
      through({ hop: 'forbidden', says: 'HTTP/1.1 403 Forbidden' }),
      'fatal DRAY-3053',
      true,
      'about 10.250.0.3:30123',
    ],
    [
      'an endpoint that the proxy does not reach',
      through({ hop: 'endpoint', says: 'HTTP/1.1 502 Bad Gateway' }),
      'retry DRAY-3054',
      true,
      'does not reach 10.250.0.3:30123',
    ],
    [
      'another key behind a proxy',
      through({ hop: 'beyond' }, OTHER_KEY),
      'fatal DRAY-3006',
      false,
      'another key',
    ],
    [
      'a receiver that has come since the tunnel asked',
      through({ hop: 'beyond' }, REFUSED),
      'retry DRAY-3005',
      false,
      'broke',
    ],
  ])('tells %s', (...[, change, verdict, elsewhere, says]) => {
    const judged = judgeProbe(end(change));
    expect(judged).toMatchObject({ elsewhere, reason: expect.stringContaining(says) as unknown });
    if (judged.kind !== 'answers') expect(`${judged.kind} ${judged.code}`).toBe(verdict);
  });

  it('answers whatever was said, and only 0 is an answer', () => {
    fc.assert(
      fc.property(
        fc.record({
          rc: fc.integer({ min: 0, max: 255 }),
          stderr: fc.string(),
          tunnelLog: fc.string(),
        }),
        (texts) => {
          const judged = judgeProbe(end(texts));
          expect(judged.kind === 'answers').toBe(texts.rc === 0);
          if (judged.kind !== 'answers') expect(FAILURES).toHaveProperty(judged.code);
        },
      ),
    );
  });
});

describe('readProxyAnswer', () => {
  it.each<[string, Parameters<typeof readProxyAnswer>[0], ProxyAnswer]>([
    [
      'no name',
      {
        exitCode: 7,
        stdout: '',
        stderr:
          'proxy: line 1: nowhere.invalid: Name or service not known\nproxy: line 1: /dev/tcp/nowhere.invalid/80: Invalid argument\n',
      },
      { hop: 'name', says: 'it does not resolve' },
    ],
    [
      'a refusal',
      {
        exitCode: 7,
        stdout: '',
        stderr:
          'proxy: connect: Connection refused\nproxy: line 1: /dev/tcp/127.0.0.1/29999: Connection refused\n',
      },
      { hop: 'proxy', says: 'connection refused' },
    ],
    [
      'a wall',
      { exitCode: 124, stdout: '', stderr: '' },
      { hop: 'proxy', says: 'nothing answers in time' },
    ],
    [
      'silence',
      { exitCode: 8, stdout: '', stderr: '' },
      { hop: 'proxy', says: 'it takes the connection and says nothing' },
    ],
    ['yes', { exitCode: 0, stdout: 'HTTP/1.1 200 OK\r\n', stderr: '' }, { hop: 'beyond' }],
    [
      '407',
      { exitCode: 0, stdout: 'HTTP/1.1 407 Proxy Authentication Required\r\n', stderr: '' },
      { hop: 'password', says: 'HTTP/1.1 407 Proxy Authentication Required' },
    ],
    [
      '403',
      { exitCode: 0, stdout: 'HTTP/1.0 403 Forbidden\r\n', stderr: '' },
      { hop: 'forbidden', says: 'HTTP/1.0 403 Forbidden' },
    ],
    [
      '503',
      { exitCode: 0, stdout: 'HTTP/1.1 503 Service Unavailable\n', stderr: '' },
      { hop: 'endpoint', says: 'HTTP/1.1 503 Service Unavailable' },
    ],
    [
      'something that is no proxy',
      { exitCode: 0, stdout: 'SSH-2.0-OpenSSH\u0007\r\n', stderr: '' },
      { hop: 'proxy', says: 'it is no HTTP proxy: "SSH-2.0-OpenSSH"' },
    ],
  ])('reads %s', (_, told, answer) => {
    expect(readProxyAnswer(told)).toEqual(answer);
  });
});
