import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { isAlive, isHeldBack } from './rollout.ts';
import { isSelected } from './selector.ts';
import { services } from './services.ts';
import type { ObservedService, Services } from './services.ts';
import { isReady } from './pod-ready.ts';
import type { Pod, Workload } from './workload-evidence.ts';
import { workload } from './workload.ts';

/** The Services lead to every ready pod of the newest revision, and to no other one. */
export const serviceReachesPods = defineCheck({
  id: 'kubernetes/service-reaches-pods',
  title: 'The Service reaches the pods of the newest revision, and no others',
  why: 'Pods may be perfect while users reach none of them, or still the old ones: what the Service leads to is what users meet.',
  reads: { now: workload, around: services },
  expects: z.object({
    /** The Services by which users come, where the environment names them. */
    declared: z.array(z.string()).default([]),
  }),
  expected: ({ environment }) => ({ declared: environment.kubernetes?.services ?? [] }),
  skip: ({ environment }) =>
    environment.kubernetes?.services?.length === 0 ? 'The environment says that no Service leads to the pods (`services: []`).' : undefined,
  judge: ({ now, around }, { declared }) => {
    const subject = `${now.kind.toLowerCase()}/${now.name}`;
    const pods = now.pods.filter(isAlive);
    if (pods.length === 0) {
      const message = `There is no pod of ${now.kind} ${now.name} that a Service could lead to.`;
      return { findings: [finding(codes.PODS_MISSING, { subject, message })], settling: message };
    }
    const absent = around.missing.map((name) =>
      finding(codes.SERVICE_SELECTS_NOTHING, {
        subject: `service/${name}`,
        message: `The Service ${name}, which the environment declares, is not there.`,
      }),
    );
    const none = [...around.services, ...absent].length === 0 ? [noService(now)] : declared.length === 0 ? onlyHeadless(around, now) : [];
    const byOthers = (service: ObservedService): boolean => service.headless || (declared.length > 0 && !declared.includes(service.name));
    const findings = [...absent, ...none, ...around.services.flatMap((service) => judgeService(service, pods, now, byOthers(service)))];
    const open = findings.filter((each) => each.severity === 'fail');
    return {
      findings: [...open, ...findings.filter((each) => each.severity !== 'fail')],
      facts: around.services.map(({ name, addresses }) => ({
        name: `ready addresses of ${name}`,
        value: addresses.filter((each) => each.ready).length,
      })),
      ...(open.length === 0 ? {} : { settling: open.map((each) => each.message).join(' ') }),
    };
  },
});

const noService = (now: Workload): Finding =>
  finding(codes.SERVICE_SELECTS_NOTHING, {
    subject: `${now.kind.toLowerCase()}/${now.name}`,
    message: `No Service selects the pods of ${now.kind} ${now.name}.`,
  });

/** By a headless Service the nodes find each other. Users may come by it, too; but theirs may also be one that selects no pod any more. */
function onlyHeadless({ services: all }: Services, now: Workload): Finding[] {
  if (!all.every((service) => service.headless)) return [];
  return [
    finding(codes.SERVICE_SELECTS_NOTHING, {
      subject: `${now.kind.toLowerCase()}/${now.name}`,
      message: `Only headless Services (${all.map(({ name }) => name).join(', ')}) select the pods of ${now.kind} ${now.name}: by which Service users come is not known.`,
      remedy: 'Name the Services by which users come: `kubernetes.services` in the environment file.',
      severity: 'warn',
    }),
  ];
}

/** `byOthers`: it is none by which users come. */
function judgeService(service: ObservedService, pods: readonly Pod[], now: Workload, byOthers: boolean): Finding[] {
  const { name, selector } = service;
  const subject = `service/${name}`;
  const selected = selector ? pods.filter((pod) => isSelected({ matchLabels: selector, matchExpressions: [] }, pod.labels ?? {})) : pods;
  if (selector && selected.length === 0) {
    const words = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
    return [
      finding(codes.SERVICE_SELECTS_NOTHING, {
        subject,
        message: `The Service ${name} selects ${words.toSorted().join(',')}, which is none of the ${pods.length} pods of ${now.kind} ${now.name}.`,
        actual: selector,
      }),
    ];
  }
  const byUid = new Map(now.pods.map((pod) => [pod.uid, pod]));
  const podOf = ({ pod, uid }: ObservedService['addresses'][number]): Pod | undefined =>
    uid === undefined ? now.pods.find((each) => each.name === pod) : byUid.get(uid);
  // A Service may publish addresses before they are ready: then the pod says whether it is.
  const serving = service.addresses.filter((address) => {
    const pod = podOf(address);
    return address.ready && (!service.publishesNotReady || !pod || serves(pod));
  });
  const findings: Finding[] = [];
  if (serving.length === 0)
    findings.push(
      finding(codes.SERVICE_WITHOUT_ENDPOINTS, {
        subject,
        message: `The Service ${name} has no ready address; ${selected.length} ${selected.length === 1 ? 'pod is' : 'pods are'} selected, ${selected.filter(serves).length} of them ready.`,
      }),
    );
  // By a headless Service the nodes find each other: users do not go through it.
  for (const address of serving) {
    const pod = podOf(address);
    if (pod && !pod.current)
      findings.push(
        finding(codes.OLD_PODS_SERVING, {
          subject: `pod/${pod.name}`,
          message: `${pod.name} of ${pod.revision}, an older revision, still gets requests through the Service ${name}.`,
          ...(service.headless || isHeldBack(now, pod) ? { severity: 'warn' } : {}),
        }),
      );
    if (!pod && address.pod !== undefined)
      findings.push(
        finding(codes.FOREIGN_POD_SERVING, {
          subject: `pod/${address.pod}`,
          message: `The Service ${name} also leads to ${address.pod}, which is no pod of ${now.kind} ${now.name}.`,
          ...(byOthers ? { severity: 'warn' } : {}),
        }),
      );
  }
  // Addresses that are kept by hand name no pods.
  const reached = new Set(serving.map((address) => podOf(address)?.uid));
  for (const pod of selector ? selected.filter((each) => each.current && serves(each) && !reached.has(each.uid)) : [])
    findings.push(
      finding(codes.POD_NOT_IN_SERVICE, {
        subject: `pod/${pod.name}`,
        message: `${pod.name} is ready, and the Service ${name} does not lead to it.`,
      }),
    );
  for (const { pod, deadPorts = [] } of serving)
    if (pod !== undefined && deadPorts.length > 0) findings.push(deadEnd(service, pod, deadPorts));
  if (service.publishesNotReady && !service.headless)
    findings.push(
      finding(codes.PUBLISHES_NOT_READY, { subject, message: `The Service ${name} publishes addresses of pods that are not ready.` }),
    );
  return findings;
}

/** A pod that stands behind the Service and is reached by none of its ports, or not by some of them. */
function deadEnd({ name, ports = [] }: ObservedService, pod: string, dead: readonly string[]): Finding {
  const some = dead.length < ports.length;
  return finding(codes.POD_NOT_IN_SERVICE, {
    subject: `pod/${pod}`,
    message: some
      ? `The Service ${name} leads to ${pod}, but by its ${dead.length === 1 ? 'port' : 'ports'} ${dead.join(', ')} to no port of it.`
      : `The Service ${name} leads to ${pod}, but by none of its ports to a port of it.`,
    remedy: "The Service's `targetPort` is a name that no container port of the pod has: correct one of the two.",
    ...(some ? { severity: 'warn' } : {}),
  });
}

const serves = (pod: Pod): boolean => pod.deleting === undefined && isReady(pod);
