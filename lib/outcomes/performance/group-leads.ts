/** The leads of each group, in their order; groups in the order in which they come. (`Map.groupBy` is not in Node 20.) */
export function groupLeads<Lead, Group>(
  leads: readonly Lead[],
  groupOf: (lead: Lead) => Group,
): Map<Group, Lead[]> {
  const groups = new Map<Group, Lead[]>();
  for (const lead of leads) {
    const group = groupOf(lead);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [lead]);
    else known.push(lead);
  }
  return groups;
}
