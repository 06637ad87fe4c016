import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_idle_lock',
  {
    lock: '화면 잠그기',
    locked: '화면이 잠겨 있습니다',
    note: '{{at}}부터 잠겨 있습니다. 가상PC의 프로그램은 그대로 돌아갑니다.',
    unlock: '잠금 해제',
    warned: '입력이 없어 {{count}}초 뒤 화면을 잠급니다.',
    stay: '계속 사용',
    unlockFirst: '첫 번째 화면에서 잠금을 풀면 여기도 이어집니다.',
  },
  {
    lock: 'Lock the screen',
    locked: 'The screen is locked',
    note: 'Locked since {{at}}. The programs on the desktop go on.',
    unlock: 'Unlock',
    warned: 'Nothing was typed: the screen is locked in {{count}} s.',
    stay: 'Go on',
    unlockFirst: 'Unlock the first screen, and this one goes on as well.',
  },
)
