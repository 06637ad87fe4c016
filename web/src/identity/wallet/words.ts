import { defineWords } from '@/kernel/i18n'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'identity_wallet',
  {
    title: '시연용 신분증 지갑',
    notReal: '시연용입니다. 진짜 신분증이 아니고, 누구의 것이든 받을 수 있습니다.',
    nothing: '보여 달라는 곳이 없습니다',
    nothingNote:
      '온마루 로그인 화면에서 모바일 신분증을 고르고, 나온 QR 코드를 휴대전화 카메라로 찍으십시오.',
    signIn: '로그인 화면으로',
    asks: '{{host}}에서 로그인하려고 신분증을 보여 달라고 합니다.',
    whose: '누구의 신분증',
    shown: '보여 주는 것',
    user_name: '사용자 이름',
    name: '이름',
    beware: '내가 보고 있는 로그인 화면의 코드가 아니면 보여 주지 마십시오.',
    show: '보여 주기',
    decline: '보여 주지 않기',
    done: '보여 주었습니다',
    doneNote: '로그인하던 화면으로 돌아가십시오.',
    declined: '보여 주지 않았습니다',
    declinedNote: '로그인하던 화면에도 그렇게 알렸습니다.',
    insecure: '이 주소에서는 암호를 쓸 수 없어 신분증을 보여 줄 수 없습니다. https로 여십시오.',
  },
  {
    title: 'Wallet for demonstrations',
    notReal: 'A demonstration: no real card, and anybody gets one of anybody.',
    nothing: 'Nobody asks for a card',
    nothingNote:
      'Choose the mobile ID on Onmaru’s sign-in page and point the camera of your phone at its code.',
    signIn: 'To the sign-in page',
    asks: '{{host}} asks you to show your card to sign in.',
    whose: 'Whose card',
    shown: 'What is shown',
    user_name: 'User name',
    name: 'Name',
    beware: 'Show nothing unless the code was on a sign-in page that you opened yourself.',
    show: 'Show it',
    decline: 'Do not show it',
    done: 'Shown',
    doneNote: 'Go back to where you were signing in.',
    declined: 'Not shown',
    declinedNote: 'The sign-in page was told so.',
    insecure:
      'There is no cryptography at this address, so no card can be shown. Open it by https.',
  },
)

defineRefusals(
  {
    mobile_id_over:
      '이 코드는 시간이 지났거나 이미 쓴 것입니다. 로그인 화면에서 새 코드를 받으십시오.',
    mobile_id_stranger: '코드를 만든 곳과 묻는 곳이 다릅니다. 보여 주지 않았습니다.',
  },
  {
    mobile_id_over:
      'The time of this code is over, or it was used. Get a new one on the sign-in page.',
    mobile_id_stranger: 'Who asks is not who made the code. Nothing was shown.',
  },
)
