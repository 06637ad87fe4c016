/** Says which address it is, and asks once for whoever looks at it. The answer is given in the viewer. */
const url = location.hash.slice(1)
const said = document.getElementById('said')
const KOREAN = {
  title: '업무망 밖의 주소',
  why: '업무망에서 열 수 없는 주소입니다. 내 인터넷 가상PC에서 열 수 있습니다.',
  ask: '밖에서 열기',
  again: '여기에서 다시 시도',
  back: '돌아가기',
  asked: '화면 위에 나온 알림에서 ‘밖에서 열기’를 누르십시오.',
  impossible: '열 수 있는 주소가 아닙니다.',
  away: '지금은 물어볼 수 없습니다. 잠시 뒤에 다시 누르십시오.',
}
const ENGLISH = {
  title: 'An address outside the work zone',
  why: 'This address cannot be opened in the work zone. It can be opened in your Internet desktop.',
  ask: 'Open outside',
  again: 'Try again here',
  back: 'Go back',
  asked: 'Press ‘Open outside’ in the notice above the screen.',
  impossible: 'This is no address that can be opened.',
  away: 'It cannot be asked for just now. Press again in a moment.',
}
const isKorean = navigator.language.startsWith('ko')
const words = isKorean ? KOREAN : ENGLISH

document.documentElement.lang = isKorean ? 'ko' : 'en'
document.title = words.title
for (const id of ['why', 'ask', 'again', 'back']) document.getElementById(id).textContent = words[id]
document.getElementById('host').textContent = URL.canParse(url) ? new URL(url).host : url
document.getElementById('url').textContent = url
document.getElementById('ask').addEventListener('click', () => void ask())
document.getElementById('again').addEventListener('click', () => void again())
document.getElementById('back').addEventListener('click', () => history.back())

async function ask() {
  const program = 'org.onmaru.outside'
  const told = chrome.runtime.sendNativeMessage(program, { url, ask: true })
  said.textContent = await told.then(
    ({ outside }) => words[outside ? 'asked' : 'impossible'],
    () => words.away,
  )
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
