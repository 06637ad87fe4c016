/** `uuid:…` of a sheet; whatever namespace its `meta` has. */
export function instanceIdOf(xml: string): string {
  return /<(?:[\w.-]+:)?instanceID>([^<]+)</.exec(xml)?.[1]?.trim() ?? ''
}
