/** Says which address it is, and asks once for whoever looks at it. The answer is given in the viewer. */
const url = location.hash.slice(1)
const said = document.getElementById('said')

document.getElementById('host').textContent = URL.canParse(url) ? new URL(url).host : url
document.getElementById('url').textContent = url
document.getElementById('ask').addEventListener('click', () => void ask())
document.getElementById('again').addEventListener('click', () => void again())
document.getElementById('back').addEventListener('click', () => history.back())

async function ask() {
  const program = 'org.onmaru.outside'
  const { outside } = await chrome.runtime.sendNativeMessage(program, { url, ask: true })
  said.textContent = outside
    ? '화면 위에 나온 알림에서 ‘밖에서 열기’를 누르십시오.'
    : '열 수 있는 주소가 아닙니다.'
}

/** Its host may have come to be reached. */
async function again() {
  const rules = await chrome.declarativeNetRequest.getSessionRules()
  const removeRuleIds = rules
    .filter(rule => new RegExp(rule.condition.regexFilter).test(url))
    .map(rule => rule.id)
  await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds })
  location.replace(url)
}

/** Not for a tab that nobody looks at, nor for one who comes by on the way back. */
function first() {
  if (document.visibilityState !== 'visible') return
  document.removeEventListener('visibilitychange', first)
  const [way] = performance.getEntriesByType('navigation')
  if (way?.type !== 'back_forward') void ask()
}

document.addEventListener('visibilitychange', first)
first()
