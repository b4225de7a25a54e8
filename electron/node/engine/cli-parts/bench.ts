import type { ObjectKey } from '#contract/kube';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { Snapshot } from '#contract/snapshot';
import { defaultConfig } from '#contract/config';
import type { SourceOf } from '#core/evaluate/options';
import type { Ports } from '#core/ports';
import type { CliCoreOptions, EvaluateRequest } from '#electron/cli/cli-core';
import { choose, type Chosen, filesOf } from '../catalogue.ts';
import type { ConnectSetting } from '../connecting.ts';

type Sources = ReadonlyMap<ObjectKey, SourceOf>;

export interface Bench {
  readonly options: CliCoreOptions;
  readonly setting: ConnectSetting;
  readonly ports: Ports;
  /** The data folder; a problem where none can be made, which only the library needs. */
  readonly home: Result<string, Problem>;
  /** Where the objects of a manifest snapshot stand in files, behind the interface. */
  readonly sources: WeakMap<Snapshot, Sources>;
}

export const pssText = ({ pss }: EvaluateRequest): string | undefined =>
  pss === undefined ? undefined : `${pss.level}${pss.version === undefined ? '' : `@${pss.version}`}`;

export const chosenFor = (bench: Bench, snapshot: Snapshot, request: EvaluateRequest): Chosen =>
  choose({ config: request.config, only: request.only, pss: pssText(request) }, filesOf(snapshot, bench.sources.get(snapshot)));

/** All rules as they are when nobody chose any. */
export const wholeCatalogue: EvaluateRequest = { config: defaultConfig, only: {}, pss: undefined };
