/**
 * Links that lead out of the work zone: they open in one's Internet desktop, after a look at the
 * address (`/outside`). The link stands behind the `#`, so that no server writes it into a log.
 */

export function outsideAddress(url: string): string {
  return `/outside#${encodeURIComponent(url)}`
}

/** The link that the page was opened for; null where it is none that may be opened. */
export function outsideLink(hash: string): URL | null {
  let url: URL
  try {
    url = new URL(decodeURIComponent(hash.replace(/^#/, '')))
  } catch {
    return null
  }
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  return isWeb && !url.username && !url.password && url.hostname ? url : null
}

/** Where a link of a page leads from the zone one is in: within the workplace it is itself. */
export function hrefFrom(zone: string, url: string): string {
  if (zone !== 'work' || !/^https?:/i.test(url)) return url
  return isOurs(url) ? url : outsideAddress(url)
}

function isOurs(url: string): boolean {
  return URL.canParse(url) && new URL(url).hostname === location.hostname
}
