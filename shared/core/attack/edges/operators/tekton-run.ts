import { runnerEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const tektonRun: RightsEdge = runnerEdge(
  {
    id: 'TEKTON_RUN',
    title: 'Runs pods by a pipeline',
    severity: 'high',
    cost: 1,
    gives: 'Pods of choice in the namespace, as any of its accounts, without a right on pods.',
    abuse: 'A TaskRun or PipelineRun may hold its steps itself, and names the account that they run as.',
    detect: 'TaskRuns and PipelineRuns that name accounts other than those for pipelines.',
    remove:
      'Take create on taskruns and pipelineruns away from whoever may not run pods, and keep strong accounts out of the namespace.',
    mitigations: [],
    references: ['https://tekton.dev/docs/pipelines/auth/'],
  },
  {
    program: { name: 'Tekton’s controller', images: [], workloads: ['tekton-pipelines-controller'] },
    scope: 'namespace',
    group: 'tekton.dev',
    resources: ['taskruns', 'pipelineruns'],
    newOnly: true,
  },
);
