import type { CaptureFindings } from '#contract/capture';
import { type Severity, severities } from '#contract/finding';
import type { IncrementalEvaluator } from '#core/evaluate/incremental';
import type { Draft, RuleOutcome } from '#core/evaluate/run-rule';

const most = 500;

const rowOf = ({ rule }: RuleOutcome, { violation, severity, root }: Draft): CaptureFindings['rows'][number] => ({
  ruleId: rule.id,
  severity,
  message: violation.message.slice(0, most),
  kind: root.kind,
  namespace: root.metadata.namespace ?? null,
  name: root.metadata.name,
});

/** Nothing has spoken yet. */
export const noFindings: CaptureFindings = {
  rules: { spoke: 0, total: 0 },
  total: 0,
  severities: { critical: 0, high: 0, medium: 0, low: 0 },
  rows: [],
};

/** What the rules that ran so far found, the worst first: `limit` rows of it. */
export const captureFindings = (
  { outcomes, rules }: ReturnType<IncrementalEvaluator['spoken']>,
  limit: number,
): CaptureFindings => {
  const bySeverity = new Map<Severity, CaptureFindings['rows'][number][]>();
  const counts = { ...noFindings.severities };
  for (const outcome of outcomes)
    for (const draft of outcome.drafts) {
      counts[draft.severity] += 1;
      const rows = bySeverity.get(draft.severity) ?? [];
      bySeverity.set(draft.severity, rows);
      if (rows.length < limit) rows.push(rowOf(outcome, draft));
    }
  return {
    rules: { spoke: outcomes.length, total: rules },
    total: outcomes.reduce((sum, { drafts }) => sum + drafts.length, 0),
    severities: counts,
    rows: severities.flatMap(severity => bySeverity.get(severity) ?? []).slice(0, limit),
  };
};
