import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { recordedWorkload } from './recorded-workload.ts';
import { serviceReachesPods } from './service-reaches-pods.ts';
import { describeServices } from './services.ts';
import type { Services } from './services.ts';
import { EndpointSlice, Service } from './surrounding-objects.ts';
import type { Pod, Workload } from './workload-evidence.ts';

const { check } = serviceReachesPods;
const labels = { app: 'keycloak' };
const recorded = recordedWorkload('healthy');
const pods = recorded.pods.map((pod) => ({ ...pod, labels }));
const healthy: Workload = { ...recorded, pods };
const [first, second] = pods;
if (!first || !second) throw new Error('Two pods were recorded.');

const service = (name: string, spec: object = { selector: labels }) =>
  Service.parse({ metadata: { name }, spec: { type: 'ClusterIP', clusterIP: '198.51.100.9', ...spec } });
const endpoint = ({ name, uid }: Pick<Pod, 'name' | 'uid'>, conditions: object = { ready: true, serving: true, terminating: false }) => ({
  addresses: ['192.0.2.1'],
  conditions,
  targetRef: { kind: 'Pod', name, uid },
});
const slice = (name: string, ...endpoints: object[]) =>
  EndpointSlice.parse({ metadata: { name: `${name}-x`, labels: { 'kubernetes.io/service-name': name } }, endpoints });
const all = slice('keycloak', endpoint(first), endpoint(second));
const look = (services: Service[], slices: EndpointSlice[], now: Workload = healthy, declared: string[] = []): Services =>
  describeServices(services, slices, now, declared);
const judge = (around: Services, now: Workload = healthy, declared: string[] = []) =>
  check.judge({ now, around }, check.expects.parse({ declared }), { now: '2026-11-23T21:30:00.000Z' });
const found = (around: Services, now: Workload = healthy, declared: string[] = []) =>
  judge(around, now, declared).findings.map(({ code, severity, subject, message }) => [code, severity, subject, message]);

it('finds nothing wrong where the Service leads to every ready pod and to no other one', () => {
  expect(judge(look([service('keycloak'), service('portal', { selector: { app: 'portal' } })], [all]))).toEqual({
    findings: [],
    facts: [{ name: 'ready addresses of keycloak', value: 2 }],
  });
});

it('sees one address a pod, though it has one of each family, and takes no condition for ready', () => {
  const six = slice('keycloak', endpoint(first), endpoint(second, {}));
  expect(look([service('keycloak')], [all, six])).toEqual({
    services: [
      {
        name: 'keycloak',
        type: 'ClusterIP',
        headless: false,
        publishesNotReady: false,
        selector: labels,
        addresses: [first, second].map(({ name, uid }) => ({ pod: name, uid, ready: true, terminating: false })),
      },
    ],
    missing: [],
  });
});

describe('users do not reach', () => {
  it('any pod, because none is selected', () => {
    const selector = { app: 'keycloack', tier: 'web' };
    const message = 'The Service keycloak selects app=keycloack,tier=web, which is none of the 2 pods of Deployment keycloak.';
    const judged = judge(look([service('keycloak', { selector })], []));
    expect(judged.findings).toEqual([
      {
        code: 'kubernetes/SERVICE_SELECTS_NOTHING',
        title: codes.SERVICE_SELECTS_NOTHING.title,
        severity: 'fail',
        subject: 'service/keycloak',
        message,
        actual: selector,
        remedy: codes.SERVICE_SELECTS_NOTHING.remedy,
      },
    ]);
    expect(judged.settling).toBe(message);
  });

  it('any pod, because there is no Service, or not the declared one', () => {
    expect(found(look([service('portal', { selector: { app: 'portal' } })], []))).toEqual([
      ['kubernetes/SERVICE_SELECTS_NOTHING', 'fail', 'deployment/keycloak', 'No Service selects the pods of Deployment keycloak.'],
    ]);
    const unrelated = service('keycloak', { selector: { app: 'portal' } });
    expect(look([unrelated, service('sso', { selector: labels })], [], healthy, ['sso']).services.map((each) => each.name)).toEqual([
      'sso',
    ]);
    expect(found(look([service('keycloak')], [all], healthy, ['sso']))).toEqual([
      ['kubernetes/SERVICE_SELECTS_NOTHING', 'fail', 'service/sso', 'The Service sso, which the environment declares, is not there.'],
    ]);
  });

  it('any pod, because none is ready', () => {
    const unready = pods.map((pod) => ({ ...pod, conditions: [] }));
    const now = { ...healthy, pods: unready };
    expect(found(look([service('keycloak')], [slice('keycloak', endpoint(first, { ready: false }))], now), now)).toEqual([
      [
        'kubernetes/SERVICE_WITHOUT_ENDPOINTS',
        'fail',
        'service/keycloak',
        'The Service keycloak has no ready address; 2 pods are selected, 0 of them ready.',
      ],
    ]);
  });

  it('a pod that is ready', () => {
    expect(found(look([service('keycloak')], [slice('keycloak', endpoint(first))]))).toEqual([
      [
        'kubernetes/POD_NOT_IN_SERVICE',
        'fail',
        `pod/${second.name}`,
        `${second.name} is ready, and the Service keycloak does not lead to it.`,
      ],
    ]);
  });
});

describe('a port of the Service whose target is a name that no port of the pods has', () => {
  const ported = (...names: (string | null)[]) => ({ ports: names.map((name) => ({ name, port: 8080 })) });
  const through = (service_: object, ...slices: object[]) =>
    found(
      look(
        [service('keycloak', { selector: labels, ...service_ })],
        slices.map((each) => EndpointSlice.parse({ ...all, ...each })),
      ),
    );

  it('leads nowhere: with no other port users reach nobody, though every address is ready', () => {
    const nowhere = pods.map(({ name }) => [
      'kubernetes/POD_NOT_IN_SERVICE',
      'fail',
      `pod/${name}`,
      `The Service keycloak leads to ${name}, but by none of its ports to a port of it.`,
    ]);
    expect(through(ported(null), { ports: null })).toEqual(nowhere);
    expect(through(ported('http', 'https'), { ports: [] })).toEqual(nowhere);
  });

  it('is a warning where users reach the pods by another one', () => {
    expect(through(ported('http', 'https'), ported('http')).map(([, ...rest]) => rest)).toEqual(
      pods.map(({ name }) => ['warn', `pod/${name}`, `The Service keycloak leads to ${name}, but by its port https to no port of it.`]),
    );
  });

  it('is none where the slices lead to each of its ports, or the Service has none', () => {
    expect(through(ported(null), ported(''))).toEqual([]);
    expect(through(ported('http', 'https'), ported('http'), ported('https'))).toEqual([]);
    expect(through({}, { ports: null })).toEqual([]);
  });
});

describe('users also reach', () => {
  it('a pod of an older revision, unless it is on its way out', () => {
    const old = { ...first, name: 'keycloak-old', uid: 'old', revision: 'keycloak-1', current: false };
    const now = { ...healthy, pods: [...pods, old] };
    const through = (conditions: object) => look([service('keycloak')], [all, slice('keycloak', endpoint(old, conditions))], now);
    expect(found(through({ ready: true }), now)).toEqual([
      [
        'kubernetes/OLD_PODS_SERVING',
        'fail',
        'pod/keycloak-old',
        'keycloak-old of keycloak-1, an older revision, still gets requests through the Service keycloak.',
      ],
    ]);
    expect(found(through({ ready: false, serving: true, terminating: true }), now)).toEqual([]);
  });

  it('a pod of another workload', () => {
    const foreign = slice('keycloak', endpoint({ name: 'keycloak-blue-1', uid: 'blue' }));
    expect(found(look([service('keycloak')], [all, foreign]))).toEqual([
      [
        'kubernetes/FOREIGN_POD_SERVING',
        'fail',
        'pod/keycloak-blue-1',
        'The Service keycloak also leads to keycloak-blue-1, which is no pod of Deployment keycloak.',
      ],
    ]);
  });

  it('none of those through a headless Service, by which the nodes find each other', () => {
    const old = { ...first, name: 'keycloak-old', uid: 'old', current: false };
    const now = { ...healthy, pods: [...pods, old] };
    const slices = [all, slice('keycloak', endpoint(old), endpoint({ name: 'keycloak-blue-1', uid: 'blue' }))];
    const headless = service('keycloak', { selector: labels, clusterIP: 'None' });
    expect(found(look([headless], slices, now), now, ['keycloak']).map(([code, severity]) => [code, severity])).toEqual([
      ['kubernetes/FOREIGN_POD_SERVING', 'warn'],
      ['kubernetes/OLD_PODS_SERVING', 'warn'],
    ]);
  });

  it('pods that are not ready, by a Service that publishes them', () => {
    const starting = { ...first, conditions: [] };
    const now = { ...healthy, pods: [starting, second] };
    const published = (clusterIP: string) =>
      look([service('keycloak', { selector: labels, clusterIP, publishNotReadyAddresses: true })], [all], now);
    expect(found(published('198.51.100.9'), now)).toEqual([
      [
        'kubernetes/PUBLISHES_NOT_READY',
        'warn',
        'service/keycloak',
        'The Service keycloak publishes addresses of pods that are not ready.',
      ],
    ]);
    // A headless one is for the nodes to find each other; what is not ready does not count as an answer to users.
    expect(found(published('None'), now, ['keycloak'])).toEqual([]);
    const none = { ...healthy, pods: pods.map((pod) => ({ ...pod, conditions: [] })) };
    expect(found(published('None'), none, ['keycloak']).map(([code]) => code)).toEqual(['kubernetes/SERVICE_WITHOUT_ENDPOINTS']);
  });
});

describe('by which Service users come', () => {
  const headless = service('keycloak-nodes', { selector: labels, clusterIP: 'None' });
  const nodes = slice('keycloak-nodes', endpoint(first), endpoint(second));

  it('is not known where only headless ones select the pods and none is declared: theirs may have lost its pods', () => {
    const lost = service('sso', { selector: { app: 'sso' } });
    const only = look([headless, lost], [nodes]);
    expect(found(only)).toEqual([
      [
        'kubernetes/SERVICE_SELECTS_NOTHING',
        'warn',
        'deployment/keycloak',
        'Only headless Services (keycloak-nodes) select the pods of Deployment keycloak: by which Service users come is not known.',
      ],
    ]);
    expect(found(only, healthy, ['keycloak-nodes'])).toEqual([]);
    expect(found(look([headless, service('keycloak')], [nodes, all]))).toEqual([]);
  });

  it('is declared: another one that leads to other pods, too, is only told', () => {
    const mixed = slice('keycloak', endpoint(first), endpoint(second), endpoint({ name: 'portal-1', uid: 'portal' }));
    const through = (declared: string[]) =>
      found(look([service('keycloak'), service('sso')], [mixed, slice('sso', endpoint(first), endpoint(second))]), healthy, declared);
    const message = 'The Service keycloak also leads to portal-1, which is no pod of Deployment keycloak.';
    expect(through(['sso'])).toEqual([['kubernetes/FOREIGN_POD_SERVING', 'warn', 'pod/portal-1', message]]);
    expect(through(['keycloak'])).toEqual([['kubernetes/FOREIGN_POD_SERVING', 'fail', 'pod/portal-1', message]]);
  });
});

it('judges a declared Service without a selector by its addresses alone', () => {
  const byHand = service('sso', { selector: null });
  const addresses = EndpointSlice.parse({
    metadata: { name: 'sso-1', labels: { 'kubernetes.io/service-name': 'sso' } },
    endpoints: [{ addresses: ['192.0.2.7'] }],
  });
  expect(found(look([byHand], [addresses], healthy, ['sso']))).toEqual([]);
  expect(found(look([byHand], [], healthy, ['sso'])).map(([code]) => code)).toEqual(['kubernetes/SERVICE_WITHOUT_ENDPOINTS']);
});

it('does not pass without a pod, and is skipped where no Service is declared to be there', () => {
  expect(judge(look([service('keycloak')], [all]), { ...healthy, pods: [] })).toMatchObject({
    findings: [{ code: 'kubernetes/PODS_MISSING', severity: 'fail' }],
  });
  const run = (services?: string[]) => ({ environment: { kubernetes: { services } } }) as never;
  expect(check.skip(run([]), undefined)).toBe('The environment says that no Service leads to the pods (`services: []`).');
  expect([check.skip(run(['keycloak']), undefined), check.skip(run(), undefined)]).toEqual([undefined, undefined]);
});
