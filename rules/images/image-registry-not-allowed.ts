import type { Violation } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { isFromRegistry, parseImage } from '#kube/image-reference';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { containerOf, quoted } from '#kube/sentence';

export const rule = defineRule({
  id: 'image-registry-not-allowed',
  pack: 'images',
  severity: 'medium',
  since: '0.1',
  what: 'A container’s image comes from a registry that the configuration does not allow.',
  why: 'Images from elsewhere pass none of the checks that the allowed registries stand for.',
  fix: 'Mirror the image to an allowed registry and name it there, or add its registry to `registries` in the configuration.',
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  requiresConfig: 'registries',
  evaluate: (pod, view) =>
    containersOf(pod).flatMap((container): readonly Violation[] => {
      const text = textAt(container.value, 'image') ?? '';
      const image = parseImage(text);
      if (image === undefined || view.config.registries.some(allowed => isFromRegistry(image, allowed))) return [];
      return [
        finding(
          at(container.path, 'image'),
          `${containerOf(pod, container.name)} runs ${quoted(text)} from ${image.registry}, which is not among the allowed registries.`,
          { container: container.name },
        ),
      ];
    }),
});
