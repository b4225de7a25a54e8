import { parse } from 'yaml';
import { findCredentials } from './credentials.ts';
import { isDraft } from './recording.ts';

/**
 * Settings that are no secrets and that rules judge, of ConfigMaps that well-known software reads: by the ConfigMap's name,
 * either keys of `data`, or paths inside a YAML document that a key holds. All else of a ConfigMap is not kept.
 */
interface Settings {
  readonly configMap: RegExp;
  readonly keys?: ReadonlySet<string>;
  readonly document?: { readonly key: RegExp; readonly paths: readonly string[] };
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const known: readonly Settings[] = [
  {
    configMap: /^argocd-cm$/,
    keys: words('admin.enabled users.anonymous.enabled exec.enabled statusbadge.enabled application.resourceTrackingMethod'),
  },
  { configMap: /^argocd-rbac-cm$/, keys: words('policy.default scopes policy.matchMode') },
  {
    configMap: /^argocd-cmd-params-cm$/,
    keys: words(
      'server.insecure server.disable.auth reposerver.disable.tls server.repo.server.plaintext server.repo.server.strict.tls application.namespaces',
    ),
  },
  {
    configMap: /(?:^|-)(?:ingress-nginx-controller|nginx-ingress-controller|nginx-configuration)$/,
    keys: words(
      'allow-snippet-annotations annotations-risk-level strict-validate-path-type ssl-protocols ssl-redirect force-ssl-redirect hsts hsts-max-age hsts-include-subdomains hsts-preload server-tokens enable-modsecurity enable-owasp-modsecurity-crs use-forwarded-headers disable-access-log allow-cross-namespace-resources',
    ),
  },
  {
    configMap: /^cilium-config$/,
    keys: words(
      'enable-policy policy-audit-mode enable-wireguard enable-ipsec encrypt-node enable-host-firewall kube-proxy-replacement enable-hubble hubble-disable-tls enable-k8s-networkpolicy allow-localhost routing-mode',
    ),
  },
  {
    configMap: /^feature-flags$/,
    keys: words(
      'disable-creds-init running-in-environment-with-injected-sidecars enable-tekton-oci-bundles enable-api-fields trusted-resources-verification-no-match-policy',
    ),
  },
  {
    configMap: /^kubelet-config(?:-|$)/,
    document: {
      key: /^kubelet$/,
      paths: [
        'authentication.anonymous.enabled',
        'authentication.webhook.enabled',
        'authentication.x509.clientCAFile',
        'authorization.mode',
        'readOnlyPort',
        'protectKernelDefaults',
        'makeIPTablesUtilChains',
        'eventRecordQPS',
        'rotateCertificates',
        'serverTLSBootstrap',
        'tlsMinVersion',
        'streamingConnectionIdleTimeout',
        'seccompDefault',
        'podPidsLimit',
        'enableDebuggingHandlers',
        'enableProfilingHandler',
      ],
    },
  },
  {
    configMap: /^kube-proxy(?:-config)?$/,
    document: {
      key: /^(?:config|config\.conf|kubeconfig\.conf)$/,
      paths: ['mode', 'metricsBindAddress', 'healthzBindAddress', 'enableProfiling'],
    },
  },
  {
    configMap: /^istio(?:-|$)/,
    document: {
      key: /^mesh$/,
      paths: [
        'enableAutoMtls',
        'outboundTrafficPolicy.mode',
        'meshMTLS.minProtocolVersion',
        'pathNormalization.normalization',
        'enableTracing',
        'accessLogFile',
      ],
    },
  },
];

const maxDocument = 64 * 1024;

/** `<setting>=<value>` of one key of a ConfigMap, from the table above. */
export const settingsOf = (configMap: string, key: string, value: string): readonly string[] => {
  const found: string[] = [];
  for (const settings of known) {
    if (!settings.configMap.test(configMap)) continue;
    if (settings.keys?.has(key) === true && isPlainSetting(value)) found.push(`${key}=${value.trim()}`);
    if (settings.document?.key.test(key) === true) found.push(...documentSettings(value, settings.document.paths));
  }
  return found;
};

const isPlainSetting = (value: string): boolean =>
  /^[\w ./:,*+-]{0,100}$/.test(value.trim()) && findCredentials(value).length === 0;

const documentSettings = (text: string, paths: readonly string[]): readonly string[] => {
  const document = text.length > maxDocument ? undefined : parsed(text);
  return paths.flatMap(path => {
    const value = path
      .split('.')
      .reduce<unknown>((at, part) => (isDraft(at) && Object.hasOwn(at, part) ? at[part] : undefined), document);
    const plain =
      typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined;
    return plain !== undefined && isPlainSetting(plain) ? [`${path}=${plain}`] : [];
  });
};

const parsed = (text: string): unknown => {
  try {
    return parse(text, { maxAliasCount: 20, logLevel: 'silent' }) as unknown;
  } catch {
    return undefined;
  }
};

/** One group that aws-auth gives to an identity of AWS. */
export interface AwsMapping {
  readonly arn: string;
  readonly group: string;
}

/** `mapRoles` and `mapUsers` of kube-system/aws-auth: which ARN becomes which group. At most 5,000. */
export const awsMappings = (text: string): readonly AwsMapping[] => {
  const entries = text.length > 1024 * 1024 ? undefined : parsed(text);
  if (!Array.isArray(entries)) return [];
  const found: AwsMapping[] = [];
  for (const entry of entries as readonly unknown[]) {
    if (!isDraft(entry) || !Array.isArray(entry['groups'])) continue;
    const arn = entry['rolearn'] ?? entry['userarn'];
    if (typeof arn !== 'string' || !/^arn:aws[\w-]*:iam::\d{12}:[\w+=,.@/-]{1,600}$/.test(arn)) continue;
    for (const group of entry['groups'] as readonly unknown[]) {
      if (typeof group === 'string' && group.length <= 256 && found.length < 5000) found.push({ arn, group });
    }
  }
  return found;
};
