import type { KubeObject } from '#contract/kube';
import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { listAt, textAt, textMapAt, textsAt } from '#kube/json-fields';
import { enumerate, nameOf } from '#kube/sentence';

/** Load balancers of clouds take their certificate by annotation. */
const certificates = [
  'alb.ingress.kubernetes.io/certificate-arn',
  'networking.gke.io/managed-certificates',
  'ingress.gcp.kubernetes.io/pre-shared-cert',
  'appgw.ingress.kubernetes.io/appgw-ssl-certificate',
];

const covers = (certified: string, host: string): boolean =>
  certified === host || (certified.startsWith('*.') && host.slice(host.indexOf('.')) === certified.slice(1));

/** Hosts of an Ingress that no tls entry covers; an entry without hosts covers all by the controller's own certificate. */
const plainHosts = (ingress: KubeObject): readonly string[] => {
  const entries = listAt(ingress, 'spec', 'tls');
  if (entries.some(entry => textsAt(entry, 'hosts').length === 0)) return [];
  const certified = entries.flatMap(entry => textsAt(entry, 'hosts'));
  const rules = listAt(ingress, 'spec', 'rules');
  const hosts = rules.length === 0 ? ['every host'] : rules.map(rule => textAt(rule, 'host') ?? 'every host');
  return [...new Set(hosts)].filter(host => !certified.some(name => covers(name, host)));
};

export const rule = defineRule({
  id: 'ingress-without-tls',
  pack: 'network',
  severity: 'medium',
  since: '0.1',
  what: 'An Ingress serves a host without TLS.',
  why: 'Sessions and passwords cross the network readable and changeable by everybody on the way.',
  fix: 'Add the host to spec.tls with the Secret of its certificate.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
  appliesTo: objectsOf(['ingresses.networking.k8s.io']),
  evaluate: ({ object }) => {
    const annotations = textMapAt(object, 'metadata', 'annotations');
    if (certificates.some(name => annotations.has(name))) return [];
    const hosts = plainHosts(object);
    return hosts.length === 0
      ? []
      : [finding('/spec/tls', `${nameOf(object)} serves ${enumerate(hosts)} without TLS.`, { evidence: ['/spec/rules'] })];
  },
});
