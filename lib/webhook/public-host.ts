import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** In ranges that are public, but answered by the machine's own cloud: Azure's wire server. */
const OWN_CLOUD: ReadonlySet<string> = new Set(['168.63.129.16']);
/** All that is given out so far of IPv6 (IANA, IPv6 Global Unicast Address Assignments). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is of the public internet. Loopback, private, link-local (there are the metadata services of the
 * clouds), carrier-grade NAT, multicast and reserved addresses are not, nor those that tunnel to others (NAT64, 6to4,
 * Teredo); an IPv4 address that IPv6 maps counts as what it maps.
 *
 * @param address as text, in any notation
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' || OWN_CLOUD.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST);
}

/**
 * Names that lead to no public host, whatever the resolver says: this machine (RFC 6761), the network around it (RFC 6762,
 * RFC 8375, and `.internal`, which ICANN has reserved for that), and nothing.
 */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|localdomain|local|internal|home\.arpa|invalid)$/;

/**
 * Whether a webhook may name this host: a public address, or a name that may lead to one. Where a name leads to is checked
 * when it is called.
 *
 * @param hostname of a `URL`, which has made every notation of an IPv4 address (decimal, octal, hexadecimal, short) one
 */
export function mayBePublic(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isPublicAddress(host);
  const name = host.replace(/\.$/, '');
  // One without a dot is looked up in the network's own domain.
  return name.includes('.') && !PRIVATE_NAME.test(name);
}
