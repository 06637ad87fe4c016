import { defineWords } from '@/kernel/i18n'
import '../refusals'

export const words = defineWords(
  'vpn.beside',
  {
    warned: '원격접속이 {{minutes}}분 뒤 끝납니다.',
    ends: '{{zone}} 접속이 {{left}} 뒤 끝납니다. 연장하면 열린 연결은 그대로 이어집니다.',
    idling:
      '{{zone}} 접속이 쓰지 않아 {{left}} 뒤 끝납니다. 하던 일을 이어서 하면 끝나지 않습니다.',
    idleWarned: '원격접속이 쓰지 않아 3분 안에 끝납니다.',
    keep: '계속 쓰기',
    kept: '계속 씁니다.',
    ended:
      '{{at}}에 원격접속이 끝났습니다: {{why}}. 이 화면은 그때까지의 내용입니다. 이어서 하려면 다시 들어가세요.',
    again: '이유와 할 일 보기',
    later: '나중에',
    endsTitle: '원격접속이 곧 끝납니다',
    endsNote: '{{at}}에 끝납니다. 연장하면 열린 연결은 그대로 이어집니다.',
    lostTitle: '{{name, 이/가}} 분실로 모두 끊겼습니다',
    lostNote: '열쇠와 인증서, 다른 로그인이 끝났습니다. 다시 쓰려면 새로 등록하세요.',
    officer: '{{person}} · 결정할 보안 알림',
    notices: '다른 창을 보고 있을 때도 알리기',
    noticesNote:
      '접속이 끝나기 15분과 5분 전, 쓰지 않아 끝나기 3분 전, 그리고 보안 알림을 이 컴퓨터의 알림으로 받습니다. 한 줄로 등록한 컴퓨터는 이 화면을 닫아도 접속의 끝을 알립니다.',
    noticesOn: '이 컴퓨터의 알림으로 받습니다.',
    noticesDenied: '이 브라우저에서 알림이 막혀 있습니다. 주소창 옆의 사이트 설정에서 허용하세요.',
  },
  {
    warned: 'The tunnel’s session ends in {{minutes}} minutes.',
    ends: '{{zone}}: the session ends in {{left}}. Extended, open connections go on.',
    idling: '{{zone}}: not used, the session ends in {{left}}. Whoever goes on working keeps it.',
    idleWarned: 'Not used, the tunnel’s session ends within 3 minutes.',
    keep: 'Keep it',
    kept: 'It goes on.',
    ended:
      'The tunnel’s session ended at {{at}}: {{why}}. This page shows what was until then. Enter again to go on.',
    again: 'Why, and what to do',
    later: 'Later',
    endsTitle: 'The tunnel’s session ends soon',
    endsNote: 'It ends at {{at}}. Extended, open connections go on.',
    lostTitle: '{{name}} was reported lost and cut everywhere',
    lostNote:
      'Its key, its certificate and other sign-ins have ended. Add it anew to use it again.',
    officer: '{{person}} · an alarm to decide',
    notices: 'Tell me also while I look elsewhere',
    noticesNote:
      'This computer’s own notices say 15 and 5 minutes before a session ends, 3 minutes before it ends for want of use, and when there is an alarm. A computer that was added by the line tells of a session’s end also while this page is closed.',
    noticesOn: 'This computer’s notices tell you.',
    noticesDenied: 'This browser blocks notices. Allow them in the site’s settings.',
  },
)
