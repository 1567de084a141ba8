import { count } from '../count.ts';

/** What is to be known of leaves without a training lead, in a sentence. */
export const tellEmptyLeaves = (leaves: number): string[] =>
  leaves === 0
    ? []
    : [
        `${leaves === 1 ? '1 leaf' : count(leaves, 'leave')} had no training lead: scores are the library’s, but its reasons may differ there`,
      ];

/** What weights of classes do, in a sentence. */
export const tellClassWeights = (weights: readonly string[]): string[] =>
  weights.length === 0
    ? []
    : [
        `${weights.join(' and ')}: in training, leads that converted weighed otherwise than the others, so the probabilities are not shares of leads that convert. They are imported as they are`,
      ];
