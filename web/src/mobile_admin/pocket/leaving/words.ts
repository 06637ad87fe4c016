import { defineWords } from '@/kernel/i18n'

const ko = {
  stays:
    '보내지 않은 점검 {{count}}건은 잠긴 채 이 휴대전화에 남습니다. 다시 로그인해 현장 보관함을 열면 보냅니다. 내려받은 대상 정보와 이미 보낸 것은 지금 지웁니다.',
  nothing: '현장 앱이 이 기기에 내려받은 것을 지웁니다. 보내지 않은 것은 없습니다.',
  locked:
    '현장 보관함은 잠겨 있습니다. 내려받은 것은 로그아웃하면 더 볼 수 없고, 다음에 열 때 지웁니다. 보내지 않은 것은 남아서 그때 보냅니다.',
}

const en: typeof ko = {
  stays:
    'Inspections not sent: {{count}}. They stay on this phone, locked, and go once you sign in again and open your pocket. What was downloaded and what was sent is removed now.',
  nothing:
    'What the field app downloaded to this device is removed. Nothing here is waiting to be sent.',
  locked:
    'Your field pocket is locked. What was downloaded cannot be read after sign-out, and is removed when the pocket is next opened. What was not sent stays, and goes then.',
}

export const words = defineWords('field-leaving', ko, en)
