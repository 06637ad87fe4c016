/**
 * An address that this browser cannot reach, and that is none of the agency's, gets a page that
 * asks to open it outside. Which it is the desktop's own program says (browserlink.py); what can be
 * reached is never touched. Until the browser ends, a host that was found outside gets the page at
 * once: so it stands in the place of what failed, and the way back leads past it.
 */
const PROGRAM = 'org.onmaru.outside'
const PAGE = chrome.runtime.getURL('outside.html')
const MOST = 500 // hosts

chrome.webNavigation.onErrorOccurred.addListener(
  ({ tabId, frameId, url, error }) => {
    if (frameId === 0) void failed(tabId, url, error)
  },
  { url: [{ schemes: ['http', 'https'] }] },
)

async function failed(tabId, url, error) {
  const { outside } = await chrome.runtime.sendNativeMessage(PROGRAM, { url, error })
  if (!outside) return
  await lead(new URL(url).host)
  const tab = await chrome.tabs.get(tabId)
  if (tab.url === url && !tab.pendingUrl) await chrome.tabs.reload(tabId)
}

/** One rule a host; the oldest goes first. */
async function lead(host) {
  const rules = await chrome.declarativeNetRequest.getSessionRules()
  const regexFilter = `^https?://${host.replace(/[^\w-]/g, '\\$&')}/.*`
  if (rules.some(rule => rule.condition.regexFilter === regexFilter)) return
  await chrome.declarativeNetRequest.updateSessionRules({
    removeRuleIds: rules.length >= MOST ? [Math.min(...rules.map(rule => rule.id))] : [],
    addRules: [
      {
        id: 1 + Math.max(0, ...rules.map(rule => rule.id)),
        condition: { regexFilter, resourceTypes: ['main_frame'] },
        action: { type: 'redirect', redirect: { regexSubstitution: `${PAGE}#\\0` } },
      },
    ],
  })
}
