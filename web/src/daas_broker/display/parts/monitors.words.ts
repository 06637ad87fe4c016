import { defineWords } from '@/kernel/i18n'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'daas_monitors',
  {
    add: '모니터 추가',
    remove: '모니터 빼기',
    title: '모니터',
    light:
      '이 가상PC는 화면이 하나입니다. 모니터를 더 쓰려면 영상 방식(소리와 동영상이 나오는) 가상PC를 여십시오. 창을 두 화면에 걸쳐 넓히면 이 가상PC도 그만큼 넓어집니다.',
    blocked: '브라우저가 새 창을 막았습니다.',
    blockedNote: '주소창에서 이 사이트의 팝업을 허용한 뒤 다시 누르십시오.',
    added: '두 번째 모니터를 이었습니다. 창을 이 화면의 오른쪽 끝 너머로 끌면 그리로 넘어갑니다.',
    unplugged: '이 모니터를 뺐습니다.',
    unpluggedNote: '창들은 첫 번째 화면으로 옮겨 갔습니다. 이 창은 닫아도 됩니다.',
    alone: '첫 번째 화면의 창이 닫혔습니다.',
    aloneNote:
      '두 번째 모니터는 첫 번째 화면이 열려 있는 동안에만 이어집니다. 이 창은 닫아도 됩니다.',
    waiting: '첫 번째 화면을 기다리고 있습니다',
    waitingNote: '첫 번째 화면이 다시 열리면 여기도 이어집니다.',
    close: '창 닫기',
  },
  {
    add: 'Add a monitor',
    remove: 'Take the monitor away',
    title: 'Monitors',
    light:
      'This desktop has one screen. For more monitors, open one that carries video and sound. Stretched over two screens, the window of this one makes its desktop as wide.',
    blocked: 'The browser blocked the new window.',
    blockedNote: 'Allow pop-ups of this site in the address bar and press again.',
    added:
      'The second monitor is there. Drag a window beyond the right edge of this screen to move it.',
    unplugged: 'This monitor was taken away.',
    unpluggedNote: 'Its windows went to the first screen. You can close this window.',
    alone: 'The window of the first screen was closed.',
    aloneNote:
      'The second monitor lives as long as the first screen is open. You can close this window.',
    waiting: 'Waiting for the first screen',
    waitingNote: 'When it opens again, this one goes on as well.',
    close: 'Close the window',
  },
)

defineRefusals(
  {
    one_screen: '이 가상PC는 화면이 하나입니다.',
    first_screen_missing: '먼저 첫 번째 화면을 여십시오.',
  },
  {
    one_screen: 'This desktop has one screen.',
    first_screen_missing: 'Open the first screen before.',
  },
)
