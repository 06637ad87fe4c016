import { defineWords } from '@/kernel/i18n'
import '../refusals'

export const words = defineWords(
  'vpn.routes',
  {
    old: '기관의 망이 바뀌어 이 기기의 설정이 오래되었습니다',
    came: '새로 생긴 망: {{networks}}',
    gone: '없어진 망: {{networks}}',
    more: '{{networks}} 밖에 {{count}}곳',
    fix: '설정 고치기',
    title: '{{name}}의 설정을 고칠까요?',
    look: '고칠 줄 보기',
    why: '새로 생긴 망은 설정에 넣어야 이 기기에서 열립니다. 지금 열린 연결은 그대로이고, 기기를 새로 등록할 필요는 없습니다.',
    app: '1. 그 기기의 WireGuard 앱에서 이 터널을 골라 ‘편집’을 누릅니다.',
    paste:
      '2. ‘허용된 IP’(Allowed IPs)를 모두 지우고 아래 줄을 붙여 넣어 저장합니다. Windows에서는 AllowedIPs = 뒤를 바꿉니다.',
    done: '앱에 넣었습니다',
    doneNote:
      '이 화면은 앱 안을 볼 수 없습니다. 넣었다고 알려 주시면 그대로 믿고 이 안내를 지웁니다.',
    noted: '알려 주셔서 이 안내를 지웠습니다.',
    byItself: '이 컴퓨터는 터널이 켜져 있으면 5분 안에 스스로 고칩니다. 할 일은 없습니다.',
    still:
      '터널을 켜고 5분이 지나도 이 안내가 남으면 오래된 프로그램입니다. 그 컴퓨터의 터미널에서 이 줄을 실행하고 터널을 껐다 켜세요.',
    theirs: '앱에는 그 기기의 주인이 직접 넣습니다. 주인의 ‘원격접속’ 화면에도 같은 줄이 보입니다.',
    todo: '{{name}}의 원격접속 설정이 오래되었습니다',
    todoNote: '기관에 새 망이 생겼습니다. WireGuard 앱의 한 줄을 바꾸면 됩니다.',
    cancel: '닫기',
  },
  {
    old: 'The agency’s networks have changed: this device’s profile is older',
    came: 'New networks: {{networks}}',
    gone: 'Networks that are gone: {{networks}}',
    more: '{{networks}} and {{count}} more',
    fix: 'Bring it up to date',
    title: 'Bring the profile of {{name}} up to date',
    look: 'See the line',
    why: 'A new network opens on this device once its profile has it. What is open stays open, and the device need not be added anew.',
    app: '1. In the WireGuard app of that device, choose this tunnel and press “Edit”.',
    paste:
      '2. Replace all of “Allowed IPs” by this line, and save. On Windows, replace what follows AllowedIPs =.',
    done: 'I have put it in',
    doneNote:
      'This page cannot look into the app. Say that you have put it in: it is believed, and this notice goes away.',
    noted: 'Noted: the notice is gone.',
    byItself:
      'While its tunnel is on, this computer does so by itself within five minutes. There is nothing to do.',
    still:
      'If this notice stays for more than five minutes with the tunnel on, its program is an old one. Run this line in a terminal of that computer, then switch the tunnel off and on.',
    theirs: 'The owner puts it into the app; their page “Remote access” shows the same line.',
    todo: 'The tunnel’s profile of {{name}} is older',
    todoNote:
      'The agency’s networks have changed. One line of the WireGuard app is to be replaced.',
    cancel: 'Close',
  },
)
