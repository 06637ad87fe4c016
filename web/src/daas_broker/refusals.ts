/** What every page of desktops may be told, whichever is opened first. */
import { defineRefusals } from '@/kernel/refusal-words'

defineRefusals(
  {
    desktop_ended: '이 가상PC는 끝났습니다. 새로 연결하십시오.',
    desktop_host_away: '가상PC를 돌리는 서버가 응답하지 않습니다. 잠시 뒤 다시 시도하십시오.',
    no_desktops_here: '손님 망에서는 가상PC를 쓸 수 없습니다.',
  },
  {
    desktop_ended: 'This desktop has ended. Connect a new one.',
    desktop_host_away: 'The server that runs desktops does not answer. Try again in a moment.',
    no_desktops_here: 'There are no desktops in the guest zone.',
  },
)
