import type { KeptLead, KeptLeadStore } from '../../../lib/outcomes/ports.ts';
import type { ScoredPlace } from '../../../lib/outcomes/scored-lead.ts';

const keyOf = ({ leadKey, model, version }: Omit<ScoredPlace, 'scoredAt'>) =>
  `${leadKey}#${model}#${version}`;

export function createMemoryKeptLeadStore(): KeptLeadStore & { readonly leads: Map<string, KeptLead> } {
  const leads = new Map<string, KeptLead>();
  const find = (place: Omit<ScoredPlace, 'scoredAt'>) => {
    const found = leads.get(keyOf(place));
    return found?.id === place.id ? found : undefined;
  };
  return {
    leads,
    async keep(lead) {
      leads.set(keyOf(lead), lead);
    },
    async remove(place) {
      if (find(place) !== undefined) leads.delete(keyOf(place));
    },
    async removeLead(leadKey) {
      for (const [key, lead] of leads) if (lead.leadKey === leadKey) leads.delete(key);
      return true;
    },
    async getMany(places) {
      return places.map(find);
    },
  };
}
