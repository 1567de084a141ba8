import { workerData } from 'node:worker_threads';
import { type CrewMember, help } from './crew.ts';

/** A thread that helps `createCrew`: it works on one block of leads until the trees are grown. */
help(workerData as CrewMember);
