import { defineWords } from '@/kernel/i18n'

/** Beside why it ended: what was not saved. Where LibreOffice kept it, and of all other programs. */
const offered =
  '저장하지 않은 LibreOffice 문서는 다음 가상PC에서 LibreOffice를 열 때 되살릴지 묻습니다. 끝나기 바로 전에 쓴 것은 빠질 수 있고, 메모장 등 다른 프로그램에서 저장하지 않은 글은 남지 않았습니다.'

const why = {
  released: '직접 돌려주었습니다.',
  reset: '직접 초기화했습니다. 다음 연결은 새것으로 시작합니다.',
  grace_over: '화면을 떠난 채 이 풀에서 정한 시간이 지났습니다.',
  session_ended: '로그인이 끝났습니다.',
  signed_off: '관리자가 로그아웃시켰습니다.',
  restarted: '관리자가 이 가상PC를 새것으로 바꾸었습니다.',
  lost: '가상PC에 문제가 생겼습니다. 되풀이되면 도움을 청하십시오.',
  unknown: '돌려주었거나, 연결이 오래 끊겼거나, 관리자가 끝냈거나, 가상PC에 문제가 생겼습니다.',
}
export type Ending = keyof typeof why

export const words = defineWords(
  'daas_ends',
  { ...why, offered },
  {
    released: 'You gave it back.',
    reset: 'You reset it. The next one starts afresh.',
    grace_over: 'Nobody sat at it for as long as its pool keeps it.',
    session_ended: 'Your sign-in ended.',
    signed_off: 'An administrator signed you off.',
    restarted: 'An administrator replaced this desktop.',
    lost: 'It failed. If that happens again, ask for help.',
    offered:
      'LibreOffice documents that were not saved are offered when you open LibreOffice in your next desktop; the last you wrote before the end may be missing. What was not saved in other programs, such as the note editor, is gone.',
    unknown:
      'It was given back, disconnected for too long, ended by an administrator, or it failed.',
  },
)
