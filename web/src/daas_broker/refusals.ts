/** What every page of desktops may be told, whichever is opened first. */
import { defineRefusals } from '@/kernel/refusal-words'

defineRefusals(
  {
    desktop_ended: '이 가상PC는 끝났습니다. 새로 연결하십시오.',
    desktop_host_away: '가상PC를 돌리는 서버가 응답하지 않습니다. 잠시 뒤 다시 시도하십시오.',
    no_desktops_here: '손님 망에서는 가상PC를 쓸 수 없습니다.',
    outside_hours: '지금은 이 가상PC를 쓰는 시간이 아닙니다. 정책에서 정한 이용 시간에 여십시오.',
    outside_places:
      '이 기기가 있는 곳에서는 이 가상PC를 쓸 수 없습니다. 정책에서 정한 곳에서 여십시오.',
    screen_locked: '이 가상PC의 화면이 잠겨 있습니다. 잠금을 푼 뒤 다시 시도하십시오.',
  },
  {
    desktop_ended: 'This desktop has ended. Connect a new one.',
    desktop_host_away: 'The server that runs desktops does not answer. Try again in a moment.',
    no_desktops_here: 'There are no desktops in the guest zone.',
    outside_hours: 'This is not an hour at which this desktop may be used. Come at its hours.',
    outside_places: 'This desktop may not be used from where this device is. Come from its places.',
    screen_locked: 'The screen of this desktop is locked. Unlock it and try again.',
  },
)
