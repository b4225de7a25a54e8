import type { Violation } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { isMoving, parseImage } from '#kube/image-reference';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { containerOf, quoted } from '#kube/sentence';

export const rule = defineRule({
  id: 'image-digest-missing',
  pack: 'images',
  severity: 'low',
  since: '0.1',
  what: 'A container’s image is not pinned by a digest.',
  why: 'A tag can be pushed again: only a digest says which bytes run.',
  fix: 'Append the digest that the registry gives for the tag (image: name:tag@sha256:…), and let a tool keep it current.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/#image-names'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod =>
    containersOf(pod).flatMap((container): readonly Violation[] => {
      const text = textAt(container.value, 'image') ?? '';
      const image = parseImage(text);
      // A tag that moves is another rule's finding.
      if (image === undefined || image.digest !== undefined || isMoving(image)) return [];
      return [
        finding(
          at(container.path, 'image'),
          `${containerOf(pod, container.name)} runs image ${quoted(text)} by its tag, without a digest.`,
          { container: container.name },
        ),
      ];
    }),
});
