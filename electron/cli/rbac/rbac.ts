import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { addBlastRadius, addReaches } from './around.ts';
import { addCanI } from './can-i.ts';
import { addCheck } from './check.ts';
import { addChokePoints } from './choke-points.ts';
import { addCompare } from './compare.ts';
import { addEdges } from './edges.ts';
import { addExplain } from './explain.ts';
import { addMatrix } from './matrix.ts';
import { addMyAccess } from './my-access.ts';
import { addPaths } from './paths.ts';
import { addSimulate } from './simulate.ts';
import { addUpkeep } from './upkeep.ts';
import { addWhatCan } from './what-can.ts';
import { addWhoCan } from './who-can.ts';

/** Every question about rights and attack paths, of a cluster, a bundle, a dump or manifests. */
export const addRbac = (program: Command, session: Session): void => {
  const rbac = program
    .command('rbac')
    .description('Who can do what, how an attacker gets to admin, and which one change stops it.');
  for (const add of [
    addCanI,
    addWhoCan,
    addWhatCan,
    addMatrix,
    addMyAccess,
    addExplain,
    addPaths,
    addReaches,
    addBlastRadius,
    addChokePoints,
    addSimulate,
    addCompare,
    addUpkeep,
    addCheck,
    addEdges,
  ])
    add(rbac, session);
};
