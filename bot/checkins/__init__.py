"""Check-ins at work: asking when it is due, hearing the answer, noticing the silence. The rules stand in `helpline.checkins`."""
