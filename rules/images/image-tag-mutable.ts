import type { Violation } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { isMoving, parseImage } from '#kube/image-reference';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { containerOf, quoted } from '#kube/sentence';

export const rule = defineRule({
  id: 'image-tag-mutable',
  pack: 'images',
  severity: 'medium',
  since: '0.1',
  what: 'A container’s image has no tag, or one that is meant to move.',
  why: 'The next restart may run other code than was reviewed, and whoever can push to the repository can put it there.',
  fix: 'Name a released version, better with its digest.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod =>
    containersOf(pod).flatMap((container): readonly Violation[] => {
      const text = textAt(container.value, 'image') ?? '';
      const image = parseImage(text);
      if (image === undefined || !isMoving(image)) return [];
      const how =
        image.tag === undefined
          ? ' without a tag, which means latest'
          : `: the tag ${quoted(image.tag)} names no version and moves`;
      return [
        finding(at(container.path, 'image'), `${containerOf(pod, container.name)} runs image ${quoted(text)}${how}.`, {
          container: container.name,
        }),
      ];
    }),
});
